-- foundation: secrets, signing, nudging, retry times.

create function private.sign_webhook(p_id text, p_timestamp bigint, p_body text, p_secret text)
returns text
language plpgsql -- keeps its plan, unlike sql: every log that is written is signed for
immutable
set search_path = ''
as $$
begin
  return 'v1,' || encode(
    extensions.hmac(
      convert_to(p_id || '.' || p_timestamp || '.' || p_body, 'utf8'),
      decode(regexp_replace(p_secret, '^whsec_', ''), 'base64'),
      'sha256'
    ),
    'base64'
  );
end;
$$;

comment on function private.sign_webhook(text, bigint, text, text) is
  'Signature of Standard Webhooks 1.0.0: v1, and base64 of HMAC-SHA256 over "id.timestamp.body". The secret is whsec_ and base64.';


create function private.nudge(p_function text, p_body jsonb)
returns bigint
language plpgsql
security definer -- reads Vault and calls pg_net, both closed to those signed in
set search_path = ''
as $$
declare
  v_url       text;
  v_secret    text;
  v_id        text := 'msg_' || replace(gen_random_uuid()::text, '-', '');
  v_timestamp bigint := extract(epoch from clock_timestamp())::bigint;
begin
  select max(s.decrypted_secret) filter (where s.name = 'functions_url'),
         max(s.decrypted_secret) filter (where s.name = 'webhook_secret')
  into v_url, v_secret
  from vault.decrypted_secrets s
  where s.name in ('functions_url', 'webhook_secret');
  if v_url is null or v_secret is null then
    return null; -- the queue is the truth; without an address the cron sweep has nobody to wake either
  end if;

  return net.http_post(
    url                  := rtrim(v_url, '/') || '/' || p_function,
    body                 := p_body,
    headers              := jsonb_build_object(
      'Content-Type',      'application/json',
      'webhook-id',        v_id,
      'webhook-timestamp', v_timestamp::text,
      'webhook-signature', private.sign_webhook(v_id, v_timestamp, p_body::text, v_secret)
    ),
    timeout_milliseconds := 2000 -- pg_net keeps a whole batch open until its slowest request ends
  );
exception
  when others then
    -- Nothing depends on a nudge, so a wrong secret or address must not refuse what people write.
    raise warning 'nudge of % failed: %', p_function, sqlstate;
    return null;
end;
$$;

comment on function private.nudge(text, jsonb) is
  'Wakes a cloud function with a signed POST, fire and forget. Returns the pg_net request id, or null where no address or secret is set.';


create function worker.accept_webhook(p_id text)
returns boolean
language sql
security definer -- the receipts are closed to API roles
set search_path = ''
as $$
  with receipt as (
    insert into private.webhook_receipts (id) values (p_id) on conflict (id) do nothing returning id
  )
  select exists (select from receipt)
$$;

comment on function worker.accept_webhook(text) is 'True the first time a webhook id is seen, false when it is a replay.';
grant execute on function worker.accept_webhook(text) to service_role;


create function private.request_id()
returns uuid
language sql
set search_path = ''
as $$
  -- Only the canonical form is accepted: Postgres also takes {A-B-C}, which no search of log lines would find.
  select case
    when h.given ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then h.given::uuid
    else gen_random_uuid()
  end
  from (select nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-request-id' as given) h
$$;

comment on function private.request_id() is
  'The x-request-id of the HTTP request under way if it is a UUID, else a fresh one. It finds a log in the lines of gateway and functions; it proves nothing, because the sender chooses it.';
grant execute on function private.request_id() to authenticated, service_role; -- the default of logs.request_id


create function private.touch_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

comment on function private.touch_updated_at() is 'Sets updated_at. Used where a row has changed.';


create function private.local_date(p_at timestamptz, p_timezone text)
returns date
language sql
stable
set search_path = ''
return (p_at at time zone p_timezone)::date;

comment on function private.local_date(timestamptz, text) is 'The calendar day at a moment in a time zone.';
grant execute on function private.local_date(timestamptz, text) to authenticated, service_role;


create function private.add_job(p_name text, p_schedule text, p_command text, p_loss text, p_is_essential boolean default false)
returns void
language sql
set search_path = ''
as $$
  insert into private.jobs (name, loss, is_essential) values (p_name, p_loss, p_is_essential)
  on conflict (name) do update set loss = excluded.loss, is_essential = excluded.is_essential;
  select cron.schedule(p_name, p_schedule, p_command);
$$;

comment on function private.add_job(text, text, text, text, boolean) is
  'Schedules a cron job, or changes it. p_loss says what happens where it does not run. Called in the jobs.sql of its domain.';
