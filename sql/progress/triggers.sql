-- progress: validates and completes rows, and queues logs.

create function private.check_plan()
returns trigger
language plpgsql
security definer -- calls private.check_plan_config, closed to API roles
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if tg_op = 'INSERT' then
    -- Checked before the policy, which gives no reason. A client of somebody else is answered like a missing one.
    v_client := private.lock_client_shared(new.client_id);
    if v_client is null then
      perform private.refuse('PT404', 'no_such_client', 'No such client', 'Check client_id: plans are for your own clients.');
    end if;
    if (select auth.uid()) is not null and private.my_role(v_client) is distinct from 'coach' then
      perform private.refuse('PT403', 'only_coach_writes_plans', 'Only the coach writes plans', 'Ask your coach for a plan, or for a change to yours.');
    end if;
  end if;
  if length(btrim(new.title)) between 1 and 200 is not true then
    perform private.refuse('PT422', 'plan_title', 'A plan needs a title', 'Give a title of 1 to 200 characters.');
  end if;
  if new.type is null or new.start_date is null then
    perform private.refuse(
      'PT422', 'plan_type_and_start', 'A plan needs a type and a start date',
      'Give type (nutrition, training or combined) and start_date (YYYY-MM-DD).'
    );
  end if;
  if new.start_date not between '1900-01-01' and '2999-12-31' or new.end_date not between '1900-01-01' and '2999-12-31' then
    perform private.refuse('PT422', 'plan_dates', 'Plan dates must lie between 1900 and 2999', 'Leave end_date out for a plan without an end.');
  end if;
  if new.end_date < new.start_date then
    perform private.refuse('PT422', 'plan_ends_before_start', 'The plan ends before it begins', 'Give an end_date on or after start_date, or none.');
  end if;
  if tg_op = 'UPDATE' and old.activated_at is not null and new.activated_at is not null then
    -- Notes score no day.
    if (new.client_id, new.type, new.start_date, new.config_json - 'notes') is distinct from
       (old.client_id, old.type, old.start_date, old.config_json - 'notes')
    then
      perform private.refuse(
        'PT409', 'plan_was_in_force', 'A plan that was in force keeps its targets and its start',
        'Make a new plan and activate it: past days keep the old targets. Title, notes and end can change.'
      );
    end if;
    if new.end_date is distinct from old.end_date
      and least(new.end_date, old.end_date) < (
        select private.local_date(now(), c.timezone) - 1 from public.clients c where c.id = new.client_id
      )
    then
      perform private.refuse('PT409', 'plan_end_in_past', 'The end of a plan cannot be changed in the past', 'Choose an end_date no earlier than yesterday.');
    end if;
    if new.end_date is distinct from old.end_date and exists (
      select from public.plans o
      where o.client_id = new.client_id and o.id <> new.id and o.activated_at is not null
        and (o.type = new.type or 'combined' in (o.type, new.type))
        and daterange(o.start_date, o.end_date, '[]') && daterange(new.start_date, new.end_date, '[]')
    ) then
      perform private.refuse('PT409', 'plan_overlaps', 'Another plan is in force on those days', 'Choose an end_date before the next plan begins.');
    end if;
  end if;
  if tg_op = 'INSERT' or (new.type, new.config_json) is distinct from (old.type, old.config_json) then
    perform private.check_plan_config(new.type, new.config_json);
  end if;
  return new;
end;
$$;

comment on function private.check_plan() is 'Refuses plans of a wrong format, and changes to targets that past days were scored against.';

create trigger check_plan
  before insert or update on public.plans
  for each row execute function private.check_plan();


create function private.limit_plans()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (select auth.uid()) is not null and (select count(*) from added) > 100 then
    perform private.refuse('PT422', 'too_many_plans', 'Too many plans at once', 'Send at most 100 in one request.');
  end if;
  return null;
end;
$$;

comment on function private.limit_plans() is 'Refuses more than 100 plans in one request, because each locks its client.';

create trigger limit_plans
  after insert on public.plans
  referencing new table as added
  for each statement execute function private.limit_plans();


create function private.check_plan_template()
returns trigger
language plpgsql
security definer -- calls private.check_plan_config, closed to API roles, and counts a coach's templates
set search_path = ''
as $$
declare
  v_most constant integer := 100;
begin
  if length(btrim(new.title)) between 1 and 200 is not true then
    perform private.refuse('PT422', 'plan_title', 'A plan needs a title', 'Give a title of 1 to 200 characters.');
  end if;
  if new.type is null then
    perform private.refuse('PT422', 'plan_type_and_start', 'A plan needs a type', 'Give type (nutrition, training or combined).');
  end if;
  perform private.check_plan_config(new.type, new.config_json);
  perform from public.profiles p where p.id = new.coach_id for no key update; -- what is kept at the same moment waits
  if exists (
    select from public.plan_templates t where t.coach_id = new.coach_id and lower(t.title) = lower(new.title)
  ) then
    perform private.refuse(
      'PT409', 'template_exists', 'There is a template with this title', 'Delete it first, or choose another title.',
      jsonb_build_object('title', new.title)
    );
  end if;
  if (select count(*) from public.plan_templates t where t.coach_id = new.coach_id) >= v_most then
    perform private.refuse(
      'PT409', 'too_many_templates', 'There are too many templates', format('A coach has at most %s. Delete one first.', v_most),
      jsonb_build_object('limit', v_most)
    );
  end if;
  return new;
end;
$$;

comment on function private.check_plan_template() is 'Refuses templates whose targets no plan could have, a second one of a title, and more than a hundred of a coach.';

create trigger check_plan_template
  before insert on public.plan_templates
  for each row execute function private.check_plan_template();


create trigger mark_version
  before update of version on public.plans
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of type, title, start_date, end_date, config_json on public.plans
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.plans
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.plans
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();


create function private.check_media(p_client_id uuid, p_media jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_path jsonb;
begin
  if jsonb_typeof(p_media) is distinct from 'array' or jsonb_array_length(p_media) > 10 then
    perform private.refuse('PT422', 'media_list', 'media_urls must be a list of at most ten files', 'Send a JSON array of paths in the log-media bucket.');
  end if;
  for v_path in select * from jsonb_array_elements(p_media) loop
    if jsonb_typeof(v_path) <> 'string' or not starts_with(v_path #>> '{}', p_client_id || '/') then
      perform private.refuse('PT422', 'media_folder', 'A picture is not in the client''s folder', 'Upload to log-media under "<client_id>/" and send that path.');
    end if;
    -- Runs with the caller's rights, so another client's file looks like one that was never uploaded.
    if not exists (select from storage.objects where bucket_id = 'log-media' and name = v_path #>> '{}') then
      perform private.refuse('PT422', 'media_missing', 'A picture has not been uploaded', 'Upload the file to log-media first, then send the log.');
    end if;
  end loop;
  if (
    select sum((o.metadata ->> 'size')::bigint) from storage.objects o
    where o.bucket_id = 'log-media' and o.name in (select jsonb_array_elements_text(p_media))
  ) > 20 * 1024 * 1024 then
    perform private.refuse('PT422', 'media_too_large', 'The pictures of one log are over 20 MB', 'Send them in several logs, or smaller.');
  end if;
end;
$$;

comment on function private.check_media(uuid, jsonb) is 'Raises PT422 unless media_urls is a list of uploaded files of this client.';
grant execute on function private.check_media(uuid, jsonb) to authenticated, service_role;


create function private.complete_log()
returns trigger
language plpgsql -- with the caller's rights, so that a picture they cannot see does not exist for them
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_client_shared(new.client_id);
begin
  if v_client is null then
    perform private.refuse('PT404', 'no_such_client', 'No such client', 'Check client_id, and that you are signed in as their coach or as the client.');
  end if;
  perform private.count_log();
  if coalesce(new.raw_text, '') !~ '[^[:space:]\u200b-\u200f\u2060\u2800\u3164\ufeff]' and new.media_urls = '[]' then
    perform private.refuse('PT422', 'log_empty', 'The log is empty', 'Send some text in raw_text, or a picture in media_urls.');
  end if;
  if length(new.raw_text) > 4000 then
    perform private.refuse('PT422', 'log_too_long', 'The log is too long', 'Send at most 4000 characters; split it if you need more.');
  end if;
  if new.created_at between now() - interval '1 year' and now() + interval '5 minutes' is not true then
    perform private.refuse('PT422', 'log_time', 'created_at must lie within the last year', 'Leave it out for now, or give the time it was written.');
  end if;
  if new.source is null then
    perform private.refuse('PT422', 'log_source', 'source is unknown', 'Leave it out, or give smart_log, quick_action, import or other.');
  end if;
  if new.media_urls is distinct from '[]' then
    perform private.check_media(new.client_id, new.media_urls);
  end if;

  new.author_type := coalesce(private.my_role(v_client)::text, 'system');
  new.timezone := coalesce(new.timezone, v_client.timezone);
  if new.timezone <> v_client.timezone and not private.is_timezone(new.timezone) then
    perform private.refuse(
      'PT422', 'timezone', format('%s is not a time zone', to_json(left(new.timezone, 60))),
      'Leave it out, or use an IANA name such as Europe/Moscow.', jsonb_build_object('timezone', to_json(left(new.timezone, 60)))
    );
  end if;
  new.local_date_for_client := private.local_date(new.created_at, new.timezone);
  return new;
end;
$$;

comment on function private.complete_log() is 'Refuses empty and malformed logs, and sets the author and the client''s day.';

create trigger complete_log
  before insert on public.logs
  for each row execute function private.complete_log();


create function private.limit_log_rate()
returns trigger
language plpgsql
security definer -- calls private.spend_log_rate, closed to API roles
set search_path = ''
as $$
declare
  v_logs bigint := (select coalesce(sum(private.log_weight(a.media_urls)), 0) from added a);
begin
  if v_logs > 0 then -- none if a retry finds its log already stored
    perform private.spend_log_rate(v_logs);
  end if;
  return null;
end;
$$;

comment on function private.limit_log_rate() is 'Counts added logs against the limit a minute; a retry of a stored log does not count.';

-- Before queue_logs: triggers fire in the order of their names.
create trigger limit_log_rate
  after insert on public.logs
  referencing new table as added
  for each statement execute function private.limit_log_rate();


create function private.queue_logs()
returns trigger
language plpgsql
security definer -- pgmq and Vault are closed to API roles
set search_path = ''
as $$
declare
  v_batch record;
begin
  for v_batch in
    select private.log_queue(a.media_urls) as queue,
           array_agg(private.log_message(a.id, a.request_id, a.client_id, a.media_urls) order by a.created_at, a.id) as messages,
           (array_agg(jsonb_build_object('id', a.id, 'client_id', a.client_id, 'request_id', a.request_id)))[1] as record
    from added a
    where a.ai_status = 'pending' -- what another domain writes has been read
    group by 1
  loop
    perform private.enqueue(v_batch.queue, v_batch.messages, jsonb_build_object(
      'type', 'INSERT', 'schema', 'public', 'table', 'logs', 'record', v_batch.record, 'old_record', null
    ));
  end loop;
  return null;
end;
$$;

comment on function private.queue_logs() is 'Queues the added logs in the same transaction and wakes the functions that read them, each at most once a statement.';

create trigger queue_logs
  after insert on public.logs
  referencing new table as added
  for each statement execute function private.queue_logs();


create function private.check_event()
returns trigger
language plpgsql
security definer -- calls checks that are closed to API roles
set search_path = ''
as $$
declare
  v_reasons text[];
  v_near_kg numeric;
  v_days    integer;
begin
  if new.event_type = 'weight' and new.data_json ->> 'unit' is null then
    new.data_json := new.data_json || jsonb_build_object('unit', (
      select private.weight_unit_of(c) from public.clients c where c.id = new.client_id
    ));
  end if;
  new.data_json := private.in_kilograms(new.event_type, new.data_json);
  new.suggestion := null;

  if new.status in ('auto', 'needs_review', 'corrected') then
    v_reasons := private.doubtful_metrics(new.event_type, new.data_json);
    if new.event_type = 'weight' then
      select n.kg, n.days into v_near_kg, v_days from private.nearest_weight(new) n;
      if private.weight_jumps((new.data_json ->> 'value')::numeric, v_near_kg, v_days) then
        v_reasons := v_reasons || array['weight_jump'];
      end if;
    elsif new.event_type = 'nutrition' and new.data_json ->> 'scope' = 'meal' and v_reasons = '{}'
      and private.day_is_too_much(new, case when tg_op = 'UPDATE' then old end)
    then
      v_reasons := v_reasons || array['calories_day_out_of_range'];
    end if;
    if v_reasons <> '{}' then
      new.status := 'needs_review';
      new.confidence := least(new.confidence, 0.3);
      new.review_reasons := array(
        select distinct r from unnest(new.review_reasons || v_reasons) r order by r
      );
      new.suggestion := case new.event_type
        when 'weight' then private.likely_weight(new.data_json, v_near_kg)
        else private.likely_data(new.event_type, new.data_json, v_reasons)
      end;
    end if;
  end if;
  return new;
end;
$$;

comment on function private.check_event() is
  'Stores weight in kg, a bare number in the unit of the person, and holds back what is outside metric_limits, a weight that jumps and a meal that is too much for its day, whoever writes them, until a person confirms.';

create trigger check_event
  before insert or update on public.progress_events
  for each row execute function private.check_event();

create trigger next_version
  before update on public.progress_events
  for each row execute function private.next_version();
