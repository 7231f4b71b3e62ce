"""工作台: what waits for me today. Reads every stage, belongs to none; changes nothing itself."""
