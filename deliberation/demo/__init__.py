"""演示数据: four compounds of one 街道, told in `demo/demo.toml`, played through the stages' actions.

Organisations and people are written as rows, because no action makes them; everything after happens as
it would in life, by the right person at the right moment. Every compound loaded here is marked `is_demo`.
"""
