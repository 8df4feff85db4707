-- progress: takes back a decision that a person has made on an event or a log.

create function private.undo_decision(p_event_id uuid, p_version integer)
returns public.progress_events
language plpgsql
security definer -- changes events, which no API role may directly
set search_path = ''
as $$
declare
  v_event  public.progress_events;
  v_before public.event_versions;
begin
  -- Locks the log before its event, as decide_event does.
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
  perform private.check_version(
    p_version, v_event.version,
    jsonb_build_object('status', v_event.status, 'data_json', v_event.data_json, 'date_for_metric', v_event.date_for_metric),
    jsonb_build_object('version', p_version),
    (select p.full_name from public.profiles p where p.id = v_event.corrected_by and p.id = any (private.my_acquaintance_ids())),
    v_event.corrected_at
  );
  select * into v_before from public.event_versions v
  where v.event_id = p_event_id and v.version = private.version_before(v_event) and v_event.corrected_by = (select auth.uid());
  if not found then
    perform private.refuse('PT409', 'nothing_to_undo', 'There is no decision of yours to undo', 'Load the event once more. Correct it if it is wrong.');
  end if;

  perform private.keep_version(v_event);
  begin
    update public.progress_events
    set status = v_before.status, date_for_metric = v_before.date_for_metric, data_json = v_before.data_json,
        confidence = v_before.confidence, review_reasons = v_before.review_reasons,
        corrected_by = v_before.corrected_by, corrected_at = v_before.corrected_at
    where id = p_event_id
    returning * into v_event;
  exception
    when unique_violation then
      perform private.refuse(
        'PT409', 'event_exists', format('This log already has a %s event on %s', v_event.event_type, v_before.date_for_metric),
        'Correct that one instead.', jsonb_build_object('type', v_event.event_type, 'date', v_before.date_for_metric)
      );
  end;
  perform private.settle_review(v_event.log_id);
  return v_event;
end;
$$;

comment on function private.undo_decision(uuid, integer) is 'Body of public.undo_decision.';
grant execute on function private.undo_decision(uuid, integer) to authenticated;


create function public.undo_decision(event_id uuid, version integer default null)
returns public.progress_events
language sql
set search_path = ''
as $$
  select private.undo_decision(event_id, version)
$$;

comment on function public.undo_decision(uuid, integer) is
  'Takes back the last decision on an event, if it was the caller''s: the event is as it was before, by whom it was decided then. Called again, it makes the decision again. A value that a person added has nothing before it: reject it instead. version: the one that was seen. PT404, PT409 changed meanwhile, or no such decision, PT428 no version.';
grant execute on function public.undo_decision(uuid, integer) to authenticated;


create function private.reopen_log(p_log_id uuid)
returns public.logs
language plpgsql
security definer -- changes logs, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs := private.lock_log(p_log_id);
begin
  update public.logs set settled_at = null where id = p_log_id;
  perform private.settle_review(p_log_id);
  select * into v_log from public.logs where id = p_log_id;
  return v_log;
end;
$$;

comment on function private.reopen_log(uuid) is 'Body of public.reopen_log.';
grant execute on function private.reopen_log(uuid) to authenticated;


create function public.reopen_log(log_id uuid)
returns public.logs
language sql
set search_path = ''
as $$
  select private.reopen_log(log_id)
$$;

comment on function public.reopen_log(uuid) is
  'Takes back settle_log: what was not understood in the log waits for a person again. Does nothing where nothing was settled. PT404.';
grant execute on function public.reopen_log(uuid) to authenticated;
