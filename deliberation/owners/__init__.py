"""业主共同决定: the lawful side track for what a meeting may not decide (民法典 278).

A carried opinion that touches the owners' rights is proposed to them here and waits for their decision.
"""
