-- progress: values that a person adds to a log, where reading found none.

create function private.check_event_day(p_log_id uuid, p_date date)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (
    select from public.logs l
    join public.clients c on c.id = l.client_id
    where l.id = p_log_id
      and p_date between l.local_date_for_client - 366
        and greatest(l.local_date_for_client, private.local_date(now(), c.timezone))
  ) then
    perform private.refuse('PT422', 'event_day', 'An event cannot have that day', 'Give a day up to today, and at most a year before the log.');
  end if;
end;
$$;

comment on function private.check_event_day(uuid, date) is 'Raises PT422 for a day that an event of this log cannot have.';


create function private.add_event(p_log_id uuid, p_type public.event_type, p_data jsonb, p_date date, p_read_at timestamptz)
returns public.progress_events
language plpgsql
security definer -- writes events and logs, which no API role may directly
set search_path = ''
as $$
declare
  v_log   public.logs := private.lock_log(p_log_id);
  v_event public.progress_events;
  v_date  date;
  v_data  jsonb;
begin
  if v_log.ai_status in ('pending', 'processing') then
    perform private.refuse('PT409', 'log_being_read', 'This log is being read', 'Try again in a moment, when it has been read.');
  end if;
  if p_read_at <> v_log.processed_at then
    perform private.refuse('PT409', 'log_read_again', 'This log has been read again meanwhile', 'Load it once more, and see what is still missing.');
  end if;
  perform private.check_event_data(p_type, p_data);
  v_data := private.in_kilograms(p_type, p_data - 'original');
  v_date := coalesce(p_date, v_log.local_date_for_client);
  perform private.check_event_day(p_log_id, v_date);
  perform private.check_possible(p_type, v_data);

  select * into v_event from public.progress_events e
  where e.log_id = p_log_id and e.event_type = p_type and e.date_for_metric = v_date
  for update;
  if not found then
    insert into public.progress_events (
      client_id, log_id, event_type, date_for_metric, data_json, confidence, status, corrected_by, corrected_at, parser, logged_at
    )
    values (
      v_log.client_id, p_log_id, p_type, v_date, v_data, 1, 'corrected', (select auth.uid()), now(), 'person', v_log.created_at
    )
    returning * into v_event;
  elsif v_event.status = 'rejected' then
    v_event := private.decide_event(v_event.id, v_event.version, 'corrected', p_data, v_date);
  elsif v_event.data_json is distinct from v_data then
    perform private.refuse(
      'PT409', 'event_exists', format('This log already has a %s event on %s', p_type, v_date),
      'Correct that one instead.', jsonb_build_object('type', p_type, 'date', v_date)
    );
  end if;

  -- What was not understood is dealt with. A value that is still in doubt keeps the log waiting.
  update public.logs
  set settled_at = now(), ai_status = 'needs_review'
  where id = p_log_id and ai_status in ('needs_review', 'failed');
  perform private.settle_review(p_log_id);
  return v_event;
end;
$$;

comment on function private.add_event(uuid, public.event_type, jsonb, date, timestamptz) is 'Body of public.add_event.';
grant execute on function private.add_event(uuid, public.event_type, jsonb, date, timestamptz) to authenticated;


create function public.add_event(log_id uuid, type public.event_type, data jsonb, date date default null, read_at timestamptz default null)
returns public.progress_events
language sql
set search_path = ''
as $$
  select private.add_event(log_id, coalesce(type, 'note'), coalesce(data, 'null'), date, read_at)
$$;

comment on function public.add_event(uuid, public.event_type, jsonb, date, timestamptz) is
  'Adds a value that a log says and reading has missed, as a decision of the caller, and settles what was not understood. date: the log''s own day if absent. A value outside the limits waits for a confirmation. read_at: processed_at of the log that was seen. PT404, PT409 being read, read again meanwhile or there already, PT422 bad data or day.';
grant execute on function public.add_event(uuid, public.event_type, jsonb, date, timestamptz) to authenticated;
