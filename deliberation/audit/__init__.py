"""Append-only, hash-chained record of every act. Entered by every action; read by the auditor."""
