"""What owners may know 知情权: documents put before them, and requests to inspect others (解释 §13).

民法典 281–283 and 943 say what must be made known; 最高人民法院《建筑物区分所有权解释》第十三条 says what an owner
may ask to see.
"""
