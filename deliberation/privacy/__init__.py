"""个人信息: the register of what persons ask about their own data (个人信息保护法 §44–50), and what was erased."""
