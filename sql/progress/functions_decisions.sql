-- progress: decisions of people about events and logs.

create function private.settle_review(p_log_id uuid)
returns void
language sql
set search_path = ''
as $$
  update public.logs l
  set ai_status = case
    when l.ai_error is not null and l.settled_at is null
      or exists (select from public.progress_events e where e.log_id = l.id and e.status = 'needs_review')
    then 'needs_review' else 'processed' end::public.ai_status
  where l.id = p_log_id and l.ai_status in ('processed', 'needs_review')
$$;

comment on function private.settle_review(uuid) is
  'Updates a log after a decision. It needs review while one of its events does, or while a part that was not understood has not been settled.';


create function private.lock_log(p_log_id uuid)
returns public.logs
language plpgsql
set search_path = ''
as $$
declare
  v_log public.logs;
begin
  perform from public.logs l where l.id = p_log_id and l.client_id = any (private.my_client_ids()) for update;
  -- Asked again once the lock is held, because the coaching may have ended while this call waited.
  select * into v_log from public.logs l where l.id = p_log_id and l.client_id = any (private.my_client_ids());
  if not found then
    perform private.refuse('PT404', 'no_such_log', 'No such log', 'Check the log id.');
  end if;
  perform private.lock_reports(array[v_log.client_id]); -- a log may have events of several weeks
  return v_log;
end;
$$;

comment on function private.lock_log(uuid) is 'Returns a log that the caller may see, locked until the transaction ends. PT404.';


create function private.keep_version(p_event public.progress_events)
returns void
language sql
set search_path = ''
as $$
  insert into public.event_versions (
    event_id, version, client_id, date_for_metric, data_json, confidence, status, review_reasons, corrected_by, corrected_at
  )
  select p_event.id, p_event.version, p_event.client_id, p_event.date_for_metric, p_event.data_json, p_event.confidence,
         p_event.status, p_event.review_reasons, p_event.corrected_by, p_event.corrected_at
$$;

comment on function private.keep_version(public.progress_events) is 'Keeps an event as it is, before a person changes it.';


create function private.version_before(p_event public.progress_events)
returns integer
language sql
stable
set search_path = ''
as $$
  -- A decision that was brought back is older than those that were taken back after it.
  select coalesce(min(v.version), p_event.version) - 1
  from public.event_versions v
  where v.event_id = p_event.id
    and (v.corrected_by, v.corrected_at, v.status = 'rejected')
      is not distinct from (p_event.corrected_by, p_event.corrected_at, p_event.status = 'rejected')
$$;

comment on function private.version_before(public.progress_events) is 'The version that an event had before the decision it shows now.';


create function private.decide_event(p_event_id uuid, p_version integer, p_status public.event_status, p_data jsonb, p_date date)
returns public.progress_events
language plpgsql
security definer -- changes events, which no API role may directly
set search_path = ''
as $$
declare
  v_event public.progress_events;
  v_data  jsonb;
  v_date  date;
begin
  -- Locks the log before its event, in the order of finish_logs, so that a decision and a re-run cannot deadlock.
  perform from public.logs
  where id = (
    select e.log_id from public.progress_events e
    where e.id = p_event_id and e.client_id = any (private.my_client_ids())
  )
  for update;

  select * into v_event from public.progress_events
  where id = p_event_id and client_id = any (private.my_client_ids())
  for update;
  if not found then
    perform private.refuse('PT404', 'no_such_event', 'No such event', 'The log may have been read again. Load it once more.');
  end if;
  if p_status = 'corrected' then
    perform private.check_event_data(v_event.event_type, p_data);
  end if;
  v_data := coalesce(private.in_kilograms(v_event.event_type, p_data - 'original'), v_event.data_json);
  v_date := coalesce(p_date, v_event.date_for_metric);

  -- What is so already needs no decision: a request that is repeated, a form that was not changed.
  if (case p_status
    when 'corrected' then
      v_event.status <> 'rejected' and v_date = v_event.date_for_metric
      and jsonb_strip_nulls(v_data - 'estimated') = jsonb_strip_nulls(v_event.data_json - 'estimated')
    when 'confirmed' then v_event.status in ('confirmed', 'corrected')
    else v_event.status = p_status
  end) then
    return v_event;
  end if;

  if p_version is not null or v_event.corrected_by <> (select auth.uid()) then
    perform private.check_version(
      p_version, v_event.version,
      jsonb_build_object('status', v_event.status, 'data_json', v_event.data_json, 'date_for_metric', v_event.date_for_metric),
      jsonb_build_object('status', p_status, 'data_json', v_data, 'date_for_metric', v_date),
      (select p.full_name from public.profiles p where p.id = v_event.corrected_by and p.id = any (private.my_acquaintance_ids())),
      v_event.corrected_at
    );
  end if;
  if v_date <> v_event.date_for_metric then
    perform private.check_event_day(v_event.log_id, v_date);
  end if;

  if p_status <> 'rejected' then
    perform private.check_possible(v_event.event_type, v_data);
  end if;

  perform private.keep_version(v_event);
  begin
    update public.progress_events
    set status = p_status,
        data_json = v_data,
        date_for_metric = v_date,
        original_data_json = case when p_status = 'corrected' then coalesce(original_data_json, data_json) else original_data_json end,
        confidence = case when p_status = 'rejected' then confidence else 1 end,
        review_reasons = case when p_status = 'rejected' then review_reasons else '{}' end,
        corrected_by = (select auth.uid()),
        corrected_at = now()
    where id = p_event_id
    returning * into v_event;
  exception
    when unique_violation then
      perform private.refuse(
        'PT409', 'event_exists', format('This log already has a %s event on %s', v_event.event_type, v_date),
        'Correct that one instead.', jsonb_build_object('type', v_event.event_type, 'date', v_date)
      );
  end;

  perform private.settle_review(v_event.log_id);
  return v_event;
end;
$$;

comment on function private.decide_event(uuid, integer, public.event_status, jsonb, date) is
  'Body of confirm_event, correct_event and reject_event. A corrected value outside the limits still waits for a confirmation. What is so already stays as it is.';
grant execute on function private.decide_event(uuid, integer, public.event_status, jsonb, date) to authenticated;


create function public.confirm_event(event_id uuid, version integer default null)
returns public.progress_events
language sql
set search_path = ''
return private.decide_event(event_id, version, 'confirmed', null, null);

comment on function public.confirm_event(uuid, integer) is
  'Confirms an event as it is. It counts from now on, and no re-run changes it. version: the one that was seen; it may be missing where nobody else has decided. PT404, PT409 changed meanwhile, PT428 no version.';
grant execute on function public.confirm_event(uuid, integer) to authenticated;


create function public.correct_event(event_id uuid, data jsonb, date date default null, version integer default null)
returns public.progress_events
language sql
set search_path = ''
return private.decide_event(event_id, version, 'corrected', coalesce(data, 'null'), date);

comment on function public.correct_event(uuid, jsonb, date, integer) is
  'Replaces an event''s data, and its day where given; the same data changes nothing. What it was before is kept in event_versions, the first reading in original_data_json too. version: as in confirm_event. PT404, PT409 day taken or changed meanwhile, PT422 bad data or day, PT428 no version.';
grant execute on function public.correct_event(uuid, jsonb, date, integer) to authenticated;


create function public.reject_event(event_id uuid, version integer default null)
returns public.progress_events
language sql
set search_path = ''
return private.decide_event(event_id, version, 'rejected', null, null);

comment on function public.reject_event(uuid, integer) is
  'Rejects an event. It is kept but never counts; restore_log brings it back as it was. version: the one that was seen; it may be missing where nobody else has decided. PT404, PT409 changed meanwhile, PT428 no version.';
grant execute on function public.reject_event(uuid, integer) to authenticated;


create function public.reject_log(log_id uuid, versions jsonb default null)
returns setof public.progress_events
language plpgsql
set search_path = ''
as $$
declare
  v_id uuid;
begin
  if not exists (select from public.logs l where l.id = reject_log.log_id) then
    perform private.refuse('PT404', 'no_such_log', 'No such log', 'Check the log id.');
  end if;
  for v_id in
    select e.id from public.progress_events e where e.log_id = reject_log.log_id and e.status <> 'rejected' order by e.id
  loop
    -- An event that the caller has not seen has no version there, and 0 is none.
    return next private.decide_event(
      v_id, case when versions is not null then coalesce((versions ->> v_id::text)::integer, 0) end, 'rejected', null, null
    );
  end loop;
end;
$$;

comment on function public.reject_log(uuid, jsonb) is
  'Rejects all events of a log at once, and returns them; restore_log undoes it. versions: {event id: the version that was seen}, as in confirm_event. PT409 changed meanwhile, PT428 no versions.';
grant execute on function public.reject_log(uuid, jsonb) to authenticated;


create function private.restore_log(p_log_id uuid)
returns setof public.progress_events
language plpgsql
security definer -- changes events, which no API role may directly
set search_path = ''
as $$
declare
  v_client public.clients;
  v_last   public.progress_events;
begin
  perform private.lock_log(p_log_id);
  select * into v_last from public.progress_events e
  where e.log_id = p_log_id and e.status = 'rejected'
  order by e.corrected_at desc
  limit 1;
  select * into v_client from public.clients c where c.id = v_last.client_id;
  if private.my_role(v_client) = 'client' and v_last.corrected_by is distinct from (select auth.uid()) then
    perform private.refuse('PT403', 'rejected_by_coach', 'The coach has rejected this', 'Ask your coach to restore it.');
  end if;

  perform private.keep_version(e) from public.progress_events e
  where e.log_id = p_log_id and e.status = 'rejected' and e.corrected_at = v_last.corrected_at;

  return query
  update public.progress_events e
  set status = v.status, date_for_metric = v.date_for_metric, data_json = v.data_json, confidence = v.confidence,
      review_reasons = v.review_reasons, corrected_by = v.corrected_by, corrected_at = v.corrected_at
  from public.event_versions v
  where e.log_id = p_log_id and e.status = 'rejected' and e.corrected_at = v_last.corrected_at
    and v.event_id = e.id and v.version = private.version_before(e)
  returning e.*;
  perform private.settle_review(p_log_id);
end;
$$;

comment on function private.restore_log(uuid) is 'Body of public.restore_log.';
grant execute on function private.restore_log(uuid) to authenticated;


create function public.restore_log(log_id uuid)
returns setof public.progress_events
language sql
set search_path = ''
as $$
  select private.restore_log(log_id)
$$;

comment on function public.restore_log(uuid) is
  'Brings back what the last rejection of a log took: each event as it was decided, by whom and when. What was rejected before that stays rejected. PT403 for a client whose coach rejected it, PT404.';
grant execute on function public.restore_log(uuid) to authenticated;


create function private.retry_log(p_log_id uuid)
returns public.logs
language plpgsql
security definer -- changes logs, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_log public.logs := private.lock_log(p_log_id);
begin
  if v_log.ai_status in ('pending', 'processing') then
    return v_log; -- it is waiting already
  end if;
  perform private.spend_log_rate(private.log_weight(v_log.media_urls)); -- reading a log again costs as much as a new one

  update public.logs set ai_status = 'pending', ai_error = null, ai_reasons = '{}', settled_at = null where id = p_log_id returning * into v_log;
  perform private.enqueue(private.log_queue(v_log.media_urls), array[
    private.log_message(v_log.id, v_log.request_id, v_log.client_id, v_log.media_urls)
  ], jsonb_build_object(
    'type', 'UPDATE', 'schema', 'public', 'table', 'logs',
    'record', jsonb_build_object('id', v_log.id, 'client_id', v_log.client_id, 'request_id', v_log.request_id),
    'old_record', null
  ));
  return v_log;
end;
$$;

comment on function private.retry_log(uuid) is 'Body of public.retry_log.';
grant execute on function private.retry_log(uuid) to authenticated;


create function public.retry_log(log_id uuid)
returns public.logs
language sql
set search_path = ''
return private.retry_log(log_id);

comment on function public.retry_log(uuid) is
  'Queues a log to be read again; does nothing if it is already queued. Events that a person has decided on stay. Counts as a new log towards the limit a minute. PT404, PT429.';
grant execute on function public.retry_log(uuid) to authenticated;


create function private.settle_log(p_log_id uuid)
returns public.logs
language plpgsql
security definer -- changes logs, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs := private.lock_log(p_log_id);
begin
  if v_log.ai_status in ('pending', 'processing') then
    perform private.refuse('PT409', 'log_being_read', 'This log is being read', 'Try again in a moment, when it has been read.');
  end if;
  if exists (select from public.progress_events e where e.log_id = p_log_id and e.status = 'needs_review') then
    perform private.refuse(
      'PT409', 'event_undecided', 'An event of this log still waits for a decision',
      'Confirm, correct or reject it: the log then settles by itself.'
    );
  end if;
  if v_log.ai_status in ('needs_review', 'failed') then
    update public.logs set ai_status = 'processed', settled_at = now() where id = p_log_id returning * into v_log;
  end if;
  return v_log;
end;
$$;

comment on function private.settle_log(uuid) is 'Body of public.settle_log.';
grant execute on function private.settle_log(uuid) to authenticated;


create function public.settle_log(log_id uuid)
returns public.logs
language sql
set search_path = ''
return private.settle_log(log_id);

comment on function public.settle_log(uuid) is
  'Dismisses what was not understood in a log, or its failure, as needing no action. ai_error stays as the reason; retry_log still reads it again. PT404, PT409 it is being read, or an event waits.';
grant execute on function public.settle_log(uuid) to authenticated;
