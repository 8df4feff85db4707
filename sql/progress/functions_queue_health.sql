-- progress: what its queues add to private.queue_health.

create function private.logs_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dead', count(*),
    'dead_last_day', count(*) filter (where l.processed_at > now() - interval '1 day'),
    'dead_remedy', 'Why: select id, request_id, ai_error from public.logs where ai_status = ''failed''; once mended: '
      'select worker.requeue_logs(array(select id from public.logs where ai_status = ''failed''));'
  )
  from public.logs l
  where l.ai_status = 'failed'
$$;

comment on function private.logs_queue_health() is 'The dead letters of logs and of log_pictures, and what to do about them.';


create function private.log_pictures_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'oldest_visible_seconds', extract(epoch from clock_timestamp() - min(t.vt) filter (where t.is_free))::bigint,
    'held_back', count(*) filter (where not t.is_free)
  )
  from private.log_picture_turns() t
  where t.vt <= clock_timestamp()
$$;

comment on function private.log_pictures_queue_health() is 'How many logs with pictures are held back for others of their sender. Those do not count as waiting.';


create function private.reports_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dead', count(*), 'dead_last_day', 0,
    'dead_remedy', 'A coach asks for the report again, or calls request_weekly_report.'
  )
  from public.weekly_reports r
  where r.status = 'failed'
$$;

comment on function private.reports_queue_health() is 'The dead letters of reports. They never count as new, because the coach sees them.';
