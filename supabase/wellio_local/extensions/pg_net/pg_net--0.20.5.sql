-- pg_net for development: requests queue up inside the caller's transaction and leave after it commits.
-- The other half, the worker that sends them, is services/net_worker.py.

create schema net;

comment on schema net is 'Asynchronous HTTP requests. Development stand-in for pg_net.';


-- Tables

create domain net.http_method as text
  constraint http_method_check check (lower(value) in ('get', 'post', 'delete'));

create unlogged table net.http_request_queue (
  id                   bigserial,
  method               net.http_method not null,
  url                  text not null,
  headers              jsonb,
  body                 bytea,
  timeout_milliseconds integer not null
);

comment on table net.http_request_queue is 'Requests not yet sent. The worker deletes a row in the transaction that sends it.';

create unlogged table net._http_response (
  id           bigint,
  status_code  integer,
  content_type text,
  headers      jsonb,
  content      text,
  timed_out    boolean,
  error_msg    text,
  created      timestamptz not null default now()
);

comment on table net._http_response is 'Answers by request id, kept for six hours. status_code is null when there was no answer.';

create index _http_response_created_idx on net._http_response (created);


-- The worker

create function net.wake()
returns void
language sql
as $$
  select pg_catalog.pg_notify('pg_net', '')
$$;

comment on function net.wake() is 'Wakes the worker once the current transaction commits.';

create function net.worker_restart()
returns boolean
language sql
as $$
  select pg_catalog.pg_notify('pg_net', '');
  select true
$$;

comment on function net.worker_restart() is 'Makes the worker look at the queue again. The original also restarts its process.';

create function net.check_worker_is_up()
returns void
language plpgsql
as $$
begin
  if not exists (
    select from pg_catalog.pg_stat_activity
    where application_name like 'pg_net%' and datname = pg_catalog.current_database()
  ) then
    raise exception 'the pg_net background worker is not up'
      using hint = 'start it with: python -m wellio_local.services.background --dsn <database>';
  end if;
end
$$;

comment on function net.check_worker_is_up() is 'Raises when no worker is connected to this database.';

create function net.wait_until_running()
returns void
language plpgsql
as $$
begin
  loop
    perform pg_catalog.pg_stat_clear_snapshot();
    exit when exists (
      select from pg_catalog.pg_stat_activity
      where application_name like 'pg_net%' and datname = pg_catalog.current_database()
    );
    perform pg_catalog.pg_sleep(0.02);
  end loop;
end
$$;

comment on function net.wait_until_running() is 'Blocks until a worker is connected to this database.';


-- URLs

create function net._urlencode_string(string varchar)
returns text
language sql
immutable
strict
as $$
  select coalesce(string_agg(
           case when pg_catalog.chr(byte) ~ '[A-Za-z0-9._~-]' then pg_catalog.chr(byte)
                else '%' || upper(lpad(to_hex(byte), 2, '0')) end,
           '' order by place), '')
  from (
    select place, get_byte(encoded, place) as byte
    from (select convert_to(string, 'UTF8') as encoded) bytes,
         generate_series(0, length(encoded) - 1) as place
  ) as octets
$$;

comment on function net._urlencode_string(varchar) is 'Percent-encodes everything but unreserved characters, byte by byte.';

create function net._encode_url_with_params_array(url text, params_array text[])
returns text
language plpgsql
immutable
strict
as $$
declare
  parts text[] := regexp_match(url, '^([a-z][a-z0-9+.-]*)://([^/?#\s]+)([^?#\s]*)(\?[^#\s]*)?(#\S*)?$', 'i');
  query text;
begin
  if parts is null and url !~ '^[A-Za-z][A-Za-z0-9+.-]*:' then
    raise exception 'invalid URL "%": Malformed input to a URL function', url;
  elsif parts is null or lower(parts[1]) not in ('http', 'https') then
    raise exception 'invalid URL "%": Unsupported URL scheme', url;
  end if;

  query := concat_ws('&',
    nullif(rtrim(substr(coalesce(parts[4], ''), 2), '&'), ''),
    nullif(array_to_string(params_array, '&'), ''));

  return parts[1] || '://' || parts[2] || coalesce(nullif(parts[3], ''), '/')
    || coalesce('?' || nullif(query, ''), '') || coalesce(parts[5], '');
end
$$;

comment on function net._encode_url_with_params_array(text, text[]) is 'The url with already encoded key=value pairs added to its query.';

create function net._encode_params(params jsonb)
returns text[]
language sql
immutable
as $$
  select coalesce(array_agg(net._urlencode_string(key) || '=' || net._urlencode_string(value)), '{}')
  from jsonb_each_text(params)
$$;

comment on function net._encode_params(jsonb) is 'An object as encoded key=value pairs.';


-- Requests

create function net.http_get(
  url text,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{}'::jsonb,
  timeout_milliseconds integer default 5000
)
returns bigint
language plpgsql
as $$
declare
  request_id bigint;
begin
  insert into net.http_request_queue (method, url, headers, timeout_milliseconds)
  values ('GET', net._encode_url_with_params_array($1, net._encode_params($2)), $3, $4)
  returning id into request_id;

  perform net.wake();
  return request_id;
end
$$;

comment on function net.http_get(text, jsonb, jsonb, integer) is 'Queues a GET and returns its id; the answer appears in net._http_response.';

create function net.http_post(
  url text,
  body jsonb default '{}'::jsonb,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{"Content-Type": "application/json"}'::jsonb,
  timeout_milliseconds integer default 5000
)
returns bigint
language plpgsql
as $$
declare
  content_type text := (
    select h.value from jsonb_each_text(coalesce($4, '{}')) as h where lower(h.key) = 'content-type' limit 1
  );
  request_id bigint;
begin
  if content_type is null then
    headers := headers || '{"Content-Type": "application/json"}';
  elsif content_type <> 'application/json' then
    raise exception 'Content-Type header must be "application/json"';
  end if;

  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values ('POST', case when $3 = '{}' and $1 ~ '^https?://[^/?#\s]+/[^?#\s]*$' then $1 else net._encode_url_with_params_array($1, net._encode_params($3)) end, $4, convert_to($2::text, 'UTF8'), $5)
  returning id into request_id;

  perform net.wake();
  return request_id;
end
$$;

comment on function net.http_post(text, jsonb, jsonb, jsonb, integer) is 'Queues a POST whose payload is exactly body::text and returns its id. The content type must be application/json.';

create function net.http_delete(
  url text,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{}'::jsonb,
  timeout_milliseconds integer default 5000,
  body jsonb default null
)
returns bigint
language plpgsql
as $$
declare
  request_id bigint;
begin
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values ('DELETE', net._encode_url_with_params_array($1, net._encode_params($2)), $3, convert_to($5::text, 'UTF8'), $4)
  returning id into request_id;

  perform net.wake();
  return request_id;
end
$$;

comment on function net.http_delete(text, jsonb, jsonb, integer, jsonb) is 'Queues a DELETE, with a body if one is given, and returns its id.';


-- Answers

create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');

create type net.http_response as (
  status_code integer,
  headers     jsonb,
  body        text
);

create type net.http_response_result as (
  status   net.request_status,
  message  text,
  response net.http_response
);

create function net._await_response(request_id bigint)
returns boolean
language plpgsql
as $$
begin
  while not exists (select from net._http_response where id = request_id) loop
    perform pg_catalog.pg_sleep(0.05);
  end loop;
  return true;
end
$$;

comment on function net._await_response(bigint) is 'Blocks until the request has an answer. Needs read committed, and the request committed before.';

create function net._http_collect_response(request_id bigint, async boolean default true)
returns net.http_response_result
language plpgsql
as $$
declare
  answer net._http_response;
begin
  if not async then
    perform net._await_response(request_id);
  end if;

  select * into answer from net._http_response where id = request_id;
  if not found then
    return row('ERROR', 'request matching request_id not found', null)::net.http_response_result;
  elsif answer.error_msg is not null then
    return row('ERROR', answer.error_msg, null)::net.http_response_result;
  end if;

  return row('SUCCESS', 'ok', row(answer.status_code, answer.headers, answer.content)::net.http_response)::net.http_response_result;
end
$$;

comment on function net._http_collect_response(bigint, boolean) is 'The answer to a request; waits for it unless async.';

create function net.http_collect_response(request_id bigint, async boolean default true)
returns net.http_response_result
language plpgsql
as $$
begin
  raise notice 'The net.http_collect_response function is deprecated.';
  return net._http_collect_response(request_id, async);
end
$$;

comment on function net.http_collect_response(bigint, boolean) is 'Deprecated; read net._http_response.';


-- As in the original since 0.12: everybody may send, and everybody may read. Keep secrets out of headers.
-- Execute is granted by name, in case the creator's default privileges withhold it.

grant usage on schema net to public;
grant execute on all functions in schema net to public;
grant all on all tables in schema net to public;
grant all on all sequences in schema net to public;
