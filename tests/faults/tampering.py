"""What faults might do to a log, done by hand, to see that the audit would tell."""

from __future__ import annotations

GONE = "delete from public.logs where id = %s"
EVENT_GONE = "delete from public.progress_events where log_id = %s and event_type = 'steps'"
MESSAGE_GONE = "delete from pgmq.a_logs where message ->> 'log_id' = %s"
WAITING_AGAIN = (
    "select pgmq.send('logs', jsonb_build_object('log_id', %s::text, 'trace', jsonb_build_object()), 600)"
)
SETTLED_TWICE = """
    insert into pgmq.a_logs (msg_id, read_ct, enqueued_at, vt, message)
    select -msg_id, read_ct, enqueued_at, vt, message
    from pgmq.a_logs where message ->> 'log_id' = %s
"""
ON_TWO_DAYS = """
    insert into public.progress_events
      (client_id, log_id, event_type, date_for_metric, data_json, confidence, parser, logged_at)
    select client_id, log_id, event_type, date_for_metric - 1, data_json, confidence, parser, logged_at
    from public.progress_events where log_id = %s and event_type = 'weight'
"""
OTHER_STEPS = """
    update public.progress_events set data_json = '{"steps": 1}' where log_id = %s and event_type = 'steps'
"""

TAMPERING = {
    GONE: (1, 0, 0),
    EVENT_GONE: (1, 0, 0),
    MESSAGE_GONE: (1, 0, 0),
    WAITING_AGAIN: (1, 0, 0),
    SETTLED_TWICE: (0, 1, 0),
    ON_TWO_DAYS: (0, 1, 1),
    OTHER_STEPS: (0, 0, 1),
}
"""Statements, and how many logs each makes lost, doubled and changed when it is done to one."""
