-- training: a log that tells of a workout of the programme fills it: "did day 2, bench 62.5 3x8". What is ambiguous is asked.

create function private.ask_about_log(p_log public.logs, p_session_id uuid, p_question jsonb)
returns void
language sql
set search_path = ''
as $$
  insert into public.workout_logs as w (log_id, client_id, session_id, question)
  values (p_log.id, p_log.client_id, p_session_id, p_question || jsonb_build_object('text', left(p_log.raw_text, 200)))
  on conflict (log_id) do update set session_id = excluded.session_id, question = excluded.question
$$;

comment on function private.ask_about_log(public.logs, uuid, jsonb) is 'Keeps what must be asked before a log can fill a session.';


create function private.hear_log(p_log public.logs)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_client   public.clients;
  v_row      public.workout_logs;
  v_read     public.progress_events;
  v_said     jsonb;
  v_day      date;
  v_at       timestamptz;
  v_sessions uuid[];
  v_session  public.workout_sessions;
  v_name     text;
  v_sure     uuid;
  v_choices  uuid[];
  v_sets     jsonb := '[]';
  v_ids      uuid[] := '{}';
begin
  select * into v_client from public.clients c where c.id = p_log.client_id;
  perform pg_advisory_xact_lock(hashtextextended('workout logs ' || p_log.client_id, 0)); -- two that tell of one workout
  select * into v_row from public.workout_logs w where w.log_id = p_log.id;
  if v_row.answers -> 'session' = 'null' then
    return;
  end if;
  select e.* into v_read from public.progress_events e where e.log_id = p_log.id and e.event_type = 'workout';
  v_day := coalesce(v_read.date_for_metric, p_log.local_date_for_client + coalesce((p_log.ai_parsed_json ->> 'date_offset_days')::integer, 0));
  if v_row.filled_at is not null then -- read again
    select * into v_session from public.workout_sessions s where s.id = v_row.session_id;
    perform private.settle_event(v_session);
    return;
  end if;
  v_said := private.said_workout(p_log.raw_text, private.weight_unit_of(v_client));
  if v_read.status = 'rejected'
    or (select count(*) from public.progress_events e where e.log_id = p_log.id and e.event_type = 'workout') > 1
    or (v_read.id is null and not ((v_said ->> 'done')::boolean and (v_said ? 'number' or v_said -> 'titles' <> '[]')))
    or v_day not between private.local_date(now(), v_client.timezone) - 7 and private.local_date(now(), v_client.timezone)
  then
    return;
  end if;

  v_sessions := case
    when v_row.session_id is not null then array[v_row.session_id]
    when v_row.answers ? 'session' then array[(v_row.answers ->> 'session')::uuid]
    else private.sessions_told(v_client, v_day, p_log.created_at, v_said)
  end;
  if v_sessions = '{}' then
    return;
  end if;
  if cardinality(v_sessions) > 1 then
    perform private.ask_about_log(p_log, null, jsonb_build_object('kind', 'session', 'choices', (
      select jsonb_agg(jsonb_build_object('id', s.id, 'title', s.title, 'position', s.position, 'scheduled_on', s.scheduled_on) order by s.scheduled_on, s.position)
      from public.workout_sessions s where s.id = any (v_sessions)
    )));
    return;
  end if;

  for v_name in select distinct n #>> '{}' from jsonb_path_query(v_said, '$.sets[*].name') n loop
    v_sure := (v_row.answers ->> v_name)::uuid;
    if (v_row.answers ? v_name) is not true then
      select (array_agg(c.id) filter (where c.is_sure))[1], array_agg(c.id) into v_sure, v_choices
      from private.exercise_choices(v_client, v_sessions[1], v_name) c;
      if v_choices is null and exists (
        select from jsonb_path_query(v_said -> 'sets', '$[*]') o where o ->> 'name' = v_name and o ? 'kg' offset 1
      ) then -- sets with a weight are of some exercise
        v_choices := array(select t.exercise_id from public.session_exercises t where t.session_id = v_sessions[1] order by t.position);
      end if;
      if v_sure is null and v_choices <> '{}' then
        perform private.ask_about_log(p_log, v_sessions[1], jsonb_build_object('kind', 'exercise', 'said', v_name, 'choices', (
          select jsonb_agg(jsonb_build_object('id', e.id, 'name_en', e.name_en, 'name_ru', e.name_ru) order by array_position(v_choices, e.id))
          from public.exercises e where e.id = any (v_choices)
        )));
        return;
      end if;
    end if;
    if v_sure is null then
      v_said := v_said || '{"whole": false}';
    else
      v_sets := v_sets || (
        select jsonb_agg(o || jsonb_build_object('exercise_id', v_sure)) from jsonb_path_query(v_said -> 'sets', '$[*]') o where o ->> 'name' = v_name
      );
    end if;
  end loop;

  select * into v_session from public.workout_sessions s where s.id = v_sessions[1] for no key update;
  if not found then
    return;
  end if;
  v_at := least(p_log.created_at + (v_day - p_log.local_date_for_client) * interval '1 day', now());
  insert into public.workout_logs as w (log_id, client_id, session_id, filled_at, has_started)
  values (p_log.id, v_client.id, v_session.id, clock_timestamp(), v_session.status in ('planned', 'skipped'))
  on conflict (log_id) do update
    set session_id = excluded.session_id, question = null, filled_at = excluded.filled_at, has_started = excluded.has_started;
  v_session := private.begin_session(v_session, v_at);
  v_ids := private.log_told_sets(v_session, p_log.id, v_sets, v_at);
  update public.workout_logs w set request_ids = v_ids where w.log_id = p_log.id;
  if v_session.status = 'started' and (
    ((v_said ->> 'done')::boolean and (v_said ? 'number' or v_said -> 'titles' <> '[]')) or not exists (
      select from public.session_exercises t
      where t.session_id = v_session.id and t.client_id = v_session.client_id
        and not exists (select from public.exercise_completions x where x.session_exercise_id = t.id and x.client_id = t.client_id)
    )
  ) then
    update public.workout_logs w set has_finished = true where w.log_id = p_log.id;
    perform private.end_session(v_session, v_at, (v_read.data_json ->> 'duration_min')::integer, null, null);
  else
    perform private.settle_event(v_session);
  end if;
  if (v_said ->> 'whole')::boolean and p_log.ai_reasons <@ array['text_not_understood'] then
    update public.logs l set ai_status = 'processed', settled_at = now() where l.id = p_log.id and l.ai_status = 'needs_review';
    perform private.settle_review(p_log.id);
  end if;
end;
$$;

comment on function private.hear_log(public.logs) is
  'Fills the session of a programme that a log tells of, once, or keeps what must be asked first. The session is finished when the log says that it is done, or when each exercise has a set; else it is started. A log that names no programme is left as it is.';


create function private.log_told_sets(p_session public.workout_sessions, p_log_id uuid, p_sets jsonb, p_at timestamptz)
returns uuid[]
language sql
set search_path = ''
as $$
  with counted as (
    select o.n, e.id as exercise_id, (o.one ->> 'kg')::numeric as kg, (o.one ->> 'rpe')::numeric as rpe,
           case when not (o.one ? 'is_bare' and e.kind in ('time', 'distance')) then (o.one ->> 'reps')::integer end as reps,
           coalesce((o.one ->> 'seconds')::integer, case when o.one ? 'is_bare' and e.kind = 'time' then (o.one ->> 'reps')::integer end) as seconds,
           coalesce((o.one ->> 'meters')::numeric, case when o.one ? 'is_bare' and e.kind = 'distance' then (o.one ->> 'reps')::numeric end) as meters
    from jsonb_array_elements(p_sets) with ordinality o (one, n)
    join public.exercises e on e.id = (o.one ->> 'exercise_id')::uuid
    where private.counts_as_set(o.one, e.kind)
  ), there as (
    select x.exercise_id, max(x.set_number) as last,
           array_agg(row(x.kg, x.reps, x.seconds, x.meters)::text order by x.set_number, x.done_at) as sets
    from public.exercise_completions x
    where x.session_id = p_session.id and x.client_id = p_session.client_id and not x.is_warmup
    group by x.exercise_id
  ), new as (
    select c.*, coalesce(t.last, 0) + row_number() over (partition by c.exercise_id order by c.n) as set_number
    from counted c
    left join there t on t.exercise_id = c.exercise_id
    where t.sets is distinct from ( -- told twice
      select array_agg(row(o.kg, o.reps, o.seconds, o.meters)::text order by o.n) from counted o where o.exercise_id = c.exercise_id
    )
  ), logged as (
    insert into public.exercise_completions (
      client_id, session_id, session_exercise_id, exercise_id, set_number, reps, kg, seconds, meters, rpe, done_at, client_request_id
    )
    select p_session.client_id, p_session.id, (
        select t.id from public.session_exercises t
        where t.session_id = p_session.id and t.client_id = p_session.client_id and t.exercise_id = n.exercise_id order by t.position limit 1
      ), n.exercise_id, n.set_number, n.reps, n.kg, n.seconds, n.meters, n.rpe, p_at, md5(p_log_id || ' ' || n.n)::uuid
    from new n
    where n.set_number <= 100
    on conflict on constraint exercise_completions_request_key do nothing
    returning client_request_id
  )
  select coalesce(array_agg(l.client_request_id), '{}') from logged l
$$;

comment on function private.log_told_sets(public.workout_sessions, uuid, jsonb, timestamptz) is
  'Logs the sets that a log tells of, behind those that are there, and returns their request ids. Sets of an exercise that are all there already are the same ones told twice.';


create function private.take_back_log(p_told public.workout_logs)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_session public.workout_sessions;
  v_others  boolean;
begin
  if p_told.filled_at is null or not exists (select from public.clients c where c.id = p_told.client_id) then
    return;
  end if;
  perform private.lock_reports(array[p_told.client_id]);
  select * into v_session from public.workout_sessions s where s.id = p_told.session_id for no key update;
  update public.workout_logs w set filled_at = null, request_ids = '{}', has_started = false, has_finished = false where w.log_id = p_told.log_id;
  delete from public.exercise_completions x where x.client_id = p_told.client_id and x.client_request_id = any (p_told.request_ids);
  -- Another log that tells of the same workout stands for it now.
  update public.workout_logs w set has_started = w.has_started or p_told.has_started, has_finished = w.has_finished or p_told.has_finished
  where w.session_id = p_told.session_id and w.client_id = p_told.client_id and w.filled_at is not null;
  v_others := found;
  if not v_others and p_told.has_finished and v_session.status = 'finished' then
    delete from public.workout_completions w where w.session_id = v_session.id and w.client_id = v_session.client_id;
    update public.workout_sessions s set status = 'started', finished_at = null where s.id = v_session.id returning s.* into v_session;
  end if;
  if not v_others and p_told.has_started and v_session.status = 'started'
    and not exists (select from public.exercise_completions x where x.session_id = v_session.id and x.client_id = v_session.client_id)
  then
    update public.workout_sessions s set status = 'planned', started_at = null where s.id = v_session.id returning s.* into v_session;
    update public.session_exercises t set target_kg = null where t.session_id = v_session.id and t.client_id = v_session.client_id;
  end if;
  perform private.settle_event(v_session);
  perform private.advance_program(v_session.client_program_id);
end;
$$;

comment on function private.take_back_log(public.workout_logs) is
  'Takes the sets of a log back, and the start and the end of the session where it was the log that said so.';


create function private.answer_workout_log(p_log_id uuid, p_choice uuid)
returns public.workout_logs
language plpgsql
security definer -- writes sessions and sets, which no API role may
set search_path = ''
as $$
declare
  v_log public.logs := private.lock_log(p_log_id);
  v_row public.workout_logs;
begin
  select * into v_row from public.workout_logs w where w.log_id = p_log_id for no key update;
  if v_row.question is null then
    perform private.refuse('PT409', 'nothing_asked', 'Nothing is asked about this log', 'Load it once more: somebody has answered meanwhile.');
  end if;
  if p_choice is not null and not exists (
    select from jsonb_array_elements(v_row.question -> 'choices') c where c ->> 'id' = p_choice::text
  ) then
    perform private.refuse('PT422', 'no_such_choice', 'This is none of the choices', 'Give the id of one of the choices, or null for none of them.');
  end if;
  update public.workout_logs w
  set question = null, answers = w.answers || jsonb_build_object(coalesce(v_row.question ->> 'said', 'session'), p_choice)
  where w.log_id = p_log_id;
  perform private.hear_log(v_log);
  select * into v_row from public.workout_logs w where w.log_id = p_log_id;
  return v_row;
end;
$$;

comment on function private.answer_workout_log(uuid, uuid) is 'Body of public.answer_workout_log.';
grant execute on function private.answer_workout_log(uuid, uuid) to authenticated;


create function public.answer_workout_log(log_id uuid, choice uuid default null)
returns public.workout_logs
language sql
set search_path = ''
return private.answer_workout_log(log_id, choice);

comment on function public.answer_workout_log(uuid, uuid) is
  'Says which workout or which exercise a log meant; null is none of the choices. The log then fills the workout, or asks the next question. PT404, PT409 nothing is asked, PT422 none of the choices.';
grant execute on function public.answer_workout_log(uuid, uuid) to authenticated;
