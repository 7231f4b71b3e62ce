"""Who is who: compounds, parties 各方, persons, appointments 任职, accounts, rule profiles, meeting types.

Entered by the administrator and, for signing in, by everybody. States: an account is active or not, an
appointment counts from its first to its last day.
"""
