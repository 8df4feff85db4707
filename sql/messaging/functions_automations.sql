-- messaging: finds the causes of automated messages, and sends each once.

create function private.unknown_variables(p_template text)
returns text[]
language sql
immutable
set search_path = ''
return array(
  select distinct btrim(m[1]) from regexp_matches(p_template, '\{\{([^{}]*)\}\}', 'g') m
  where btrim(m[1]) <> all (array['client', 'coach', 'days']) order by 1
);

comment on function private.unknown_variables(text) is 'The variables of a template that an automated message does not know.';


create function private.filled_template(p_template text, p_values jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_text text := p_template;
  v_name text;
begin
  for v_name in select distinct m[1] from regexp_matches(p_template, '\{\{\s*(\w+)\s*\}\}', 'g') m loop
    if coalesce(p_values ->> v_name, '') = '' then
      return null;
    end if;
    -- Values are put in one by one: a backslash in a name means itself.
    v_text := regexp_replace(v_text, '\{\{\s*' || v_name || '\s*\}\}', replace(p_values ->> v_name, '\', '\\'), 'g');
  end loop;
  return v_text;
end;
$$;

comment on function private.filled_template(text, jsonb) is 'A template with its variables filled in; null where a value is missing.';


create function private.automation_causes(p_message public.automated_messages, p_from timestamptz, p_to timestamptz)
returns table (client_id uuid, cause text, due_at timestamptz, is_over boolean)
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_message.trigger = 'signed_up' then
    return query
    select c.id, 'signed_up', i.at + make_interval(days => p_message.after_days), false
    from public.clients c
    cross join lateral (select max(i.accepted_at) as at from public.client_invites i where i.client_id = c.id) i
    where c.coach_id = p_message.coach_id and c.user_id is not null
      and i.at + make_interval(days => p_message.after_days) > p_from
      and i.at + make_interval(days => p_message.after_days) <= p_to;
    return;
  end if;

  if p_message.trigger = 'birthday' then
    return query
    select b.id, 'birthday ' || b.year, b.at, false
    from (
      select c.id, y.year,
             ((f.birth_date + make_interval(years => y.year - extract(year from f.birth_date)::integer))::date + p_message.after_days)::timestamp
               at time zone c.timezone as at
      from public.clients c
      join public.client_profiles f on f.client_id = c.id
      cross join generate_series(extract(year from p_from)::integer - 1, extract(year from p_to)::integer + 1) y(year)
      where c.coach_id = p_message.coach_id and c.user_id is not null and y.year > extract(year from f.birth_date)
    ) b
    where b.at > p_from and b.at <= p_to;
    return;
  end if;

  -- A silence begins with an act of the client's own: nothing that is sent to them begins or ends one.
  return query
  with acts as (
    select c.id, a.at, lead(a.at) over (partition by c.id order by a.at) as next_at
    from public.clients c
    cross join lateral (
      select max(i.accepted_at) as at from public.client_invites i where i.client_id = c.id
      union
      select l.created_at from public.logs l
      where l.client_id = c.id and l.author_type = 'client' and l.created_at > p_from - make_interval(days => p_message.after_days + 1)
      union
      (select l.created_at from public.logs l where l.client_id = c.id and l.author_type = 'client' and l.created_at <= p_from - make_interval(days => p_message.after_days + 1)
       order by l.created_at desc limit 1)
      union
      select m.sent_at from public.messages m where m.sender_id = c.user_id and m.state = 'sent'
    ) a
    where c.coach_id = p_message.coach_id and c.user_id is not null and a.at is not null
  )
  select a.id, 'silent since ' || to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), a.at + make_interval(days => p_message.after_days), a.next_at is not null
  from acts a
  where a.at + make_interval(days => p_message.after_days) > p_from
    and a.at + make_interval(days => p_message.after_days) <= least(p_to, coalesce(a.next_at, 'infinity'));
end;
$$;

comment on function private.automation_causes(public.automated_messages, timestamptz, timestamptz) is
  'The causes of an automated message that were due after p_from and until p_to, of the present clients of its coach. is_over: the client has written since.';


create function private.has_plan(p_client public.clients, p_at timestamptz)
returns boolean
language sql
stable
set search_path = ''
return exists (
  select from public.plans p
  where p.client_id = p_client.id and p.activated_at is not null
    and (p_at at time zone p_client.timezone)::date between p.start_date and coalesce(p.end_date, 'infinity')
);

comment on function private.has_plan(public.clients, timestamptz) is 'Whether a plan is in force for a client at a moment.';


create function private.why_not_sent(p_message public.automated_messages, p_client public.clients, p_text text, p_at timestamptz)
returns text
language sql
stable
set search_path = ''
return case
  when p_client.archived_at is not null then 'archived'
  when p_message.locale <> p_client.locale then 'other_language'
  when p_message.condition <> 'always' and private.has_plan(p_client, p_at) is distinct from (p_message.condition = 'with_plan')
    then case p_message.condition when 'with_plan' then 'no_plan' else 'has_plan' end
  when p_text is null then 'missing_variable'
  when case
    when p_message.quiet_from < p_message.quiet_to
      then (p_at at time zone p_client.timezone)::time >= p_message.quiet_from and (p_at at time zone p_client.timezone)::time < p_message.quiet_to
    when p_message.quiet_from > p_message.quiet_to
      then (p_at at time zone p_client.timezone)::time >= p_message.quiet_from or (p_at at time zone p_client.timezone)::time < p_message.quiet_to
    else false
  end then 'quiet_hours'
end;

comment on function private.why_not_sent(public.automated_messages, public.clients, text, timestamptz) is
  'Why an automated message does not go to a client at a moment; null where it goes. quiet_hours means later.';


create function private.automated_text(p_message public.automated_messages, p_client public.clients)
returns text
language sql
stable
set search_path = ''
return private.filled_template(p_message.template, jsonb_build_object(
  'client', coalesce((select nullif(p.full_name, '') from public.profiles p where p.id = p_client.user_id), p_client.name),
  'coach', (select p.full_name from public.profiles p where p.id = p_message.coach_id),
  'days', p_message.after_days
));

comment on function private.automated_text(public.automated_messages, public.clients) is 'What an automated message says to a client; null where a variable has no value.';


create function private.send_automated_message(p_message public.automated_messages, p_client public.clients, p_text text)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_thread_id uuid := private.direct_thread(p_message.coach_id, p_client.user_id);
  v_id        uuid := gen_random_uuid();
  v_seq       bigint;
begin
  v_seq := private.next_seq(v_thread_id);
  insert into public.messages (id, thread_id, client_id, seq, sender_id, body, sent_at)
  values (v_id, v_thread_id, p_client.id, v_seq, p_message.coach_id, p_text, clock_timestamp());
  -- It is not new to the coach, but what the client wrote before it may be.
  update public.thread_participants p set last_read_seq = v_seq
  where p.thread_id = v_thread_id and p.user_id = p_message.coach_id and p.last_read_seq = v_seq - 1;
  return v_id;
end;
$$;

comment on function private.send_automated_message(public.automated_messages, public.clients, text) is 'Sends a text from the coach to a client in their direct thread, and returns the id of the message.';


create function private.send_automated_messages()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_message public.automated_messages;
  v_cause   record;
  v_client  public.clients;
  v_text    text;
  v_reason  text;
  v_sent    integer := 0;
begin
  for v_message in select a.* from public.automated_messages a where a.is_on order by a.id loop
    for v_cause in
      select c.* from private.automation_causes(v_message, greatest(v_message.on_since, now() - interval '2 days'), now()) c
      where not exists (
        select from public.automated_runs r
        where r.automated_message_id = v_message.id and r.client_id = c.client_id and r.cause = c.cause and r.outcome <> 'postponed'
      )
      order by c.due_at, c.client_id
      limit 200
    loop
      v_client := private.lock_client_shared(v_cause.client_id);
      continue when v_client is null or v_client.coach_id is distinct from v_message.coach_id;
      v_text := private.automated_text(v_message, v_client);
      v_reason := case when v_cause.is_over then 'wrote_again' else private.why_not_sent(v_message, v_client, v_text, now()) end;

      -- The row is the lock: of two runs at once, the second waits here and then finds it sent.
      insert into public.automated_runs as r (automated_message_id, client_id, cause, due_at, outcome, reason)
      values (v_message.id, v_cause.client_id, v_cause.cause, v_cause.due_at,
              case when v_reason <> 'quiet_hours' then 'skipped'::public.automation_outcome else 'postponed' end,
              coalesce(v_reason, 'quiet_hours'))
      on conflict (automated_message_id, client_id, cause) do update
        set outcome = excluded.outcome, reason = excluded.reason, at = now()
        where r.outcome = 'postponed';
      if found and v_reason is null then
        update public.automated_runs r
        set outcome = 'sent', reason = null, message_id = private.send_automated_message(v_message, v_client, v_text)
        where r.automated_message_id = v_message.id and r.client_id = v_cause.client_id and r.cause = v_cause.cause;
        v_sent := v_sent + 1;
      end if;
    end loop;
  end loop;
  return v_sent;
end;
$$;

comment on function private.send_automated_messages() is 'Sends what is due, once for each cause, and notes what is not sent and why. Run by cron. Returns how many were sent.';


create function private.check_automation_template(p_template text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_unknown text[] := private.unknown_variables(p_template);
begin
  if v_unknown <> '{}' then
    perform private.refuse(
      'PT422', 'automation_variable', format('The template does not know {{%s}}', v_unknown[1]),
      'Use {{client}}, {{coach}} and {{days}}.', jsonb_build_object('variable', left(v_unknown[1], 40))
    );
  end if;
  perform private.checked_body(p_template, false);
end;
$$;

comment on function private.check_automation_template(text) is 'Refuses a template with a variable that would stay empty, or in which nothing can be seen.';


create function private.count_automations(p_coach_id uuid)
returns bigint
language sql
stable
set search_path = ''
return (select count(*) from public.automated_messages a where a.coach_id = p_coach_id and a.is_on);

comment on function private.count_automations(uuid) is 'How many automated messages of a coach are on: what the tier limits.';


create function private.check_automated_message()
returns trigger
language plpgsql
security definer -- calls private functions that are closed to API roles
set search_path = ''
as $$
begin
  perform private.check_automation_template(new.template);
  if new.is_on and (tg_op = 'INSERT' or not old.is_on) then
    perform private.check_tier_limit(new.coach_id, 'automations', private.count_automations(new.coach_id) + 1);
    new.on_since := now();
  elsif not new.is_on then
    new.on_since := null;
  end if;
  return new;
end;
$$;

comment on function private.check_automated_message() is 'Checks the template, and notes since when it is on.';


create function private.preview_automated_message(p_trigger public.automation_trigger, p_after_days integer, p_template text, p_locale public.locale, p_quiet_from time, p_quiet_to time, p_condition public.automation_condition)
returns table (client_id uuid, name text, due_at timestamptz, body text, reason text)
language plpgsql
stable
security definer -- reads what clients did, as the job does
set search_path = ''
as $$
declare
  v_message public.automated_messages;
begin
  perform private.check_automation_template(p_template);
  v_message.coach_id := (select auth.uid());
  v_message.trigger := p_trigger;
  v_message.after_days := p_after_days;
  v_message.template := p_template;
  v_message.locale := p_locale;
  v_message.quiet_from := p_quiet_from;
  v_message.quiet_to := p_quiet_to;
  v_message.condition := coalesce(p_condition, 'always');
  return query
  select c.id, c.name, a.due_at, t.body, private.why_not_sent(v_message, c, t.body, a.due_at)
  from private.automation_causes(v_message, now() - interval '30 days', now()) a
  join public.clients c on c.id = a.client_id
  cross join lateral (select private.automated_text(v_message, c) as body) t
  order by a.due_at desc, c.id
  limit 200;
end;
$$;

comment on function private.preview_automated_message(public.automation_trigger, integer, text, public.locale, time, time, public.automation_condition) is 'Body of public.preview_automated_message.';
grant execute on function private.preview_automated_message(public.automation_trigger, integer, text, public.locale, time, time, public.automation_condition) to authenticated;


create function public.preview_automated_message(
  trigger public.automation_trigger, after_days integer, template text, locale public.locale default null, quiet_from time default '21:00', quiet_to time default '08:00',
  condition public.automation_condition default 'always'
)
returns table (client_id uuid, name text, due_at timestamptz, body text, reason text)
language sql
stable
set search_path = ''
as $$
  select * from private.preview_automated_message($1, $2, $3, $4, $5, $6, $7)
$$;

comment on function public.preview_automated_message(public.automation_trigger, integer, text, public.locale, time, time, public.automation_condition) is
  'What an automated message would have sent to the caller''s present clients within the last 30 days; it sends nothing. reason says why somebody would not have got it, or not at once (quiet_hours). At most 200, the newest first. PT422 an unknown variable.';
grant execute on function public.preview_automated_message(public.automation_trigger, integer, text, public.locale, time, time, public.automation_condition) to authenticated;
