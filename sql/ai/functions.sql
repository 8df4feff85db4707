-- ai: counting what was spent, and what is left of the day.

create function private.record_ai_usage(p_spent jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  -- In one order of clients, so that two workers counting for the same ones wait for each other and do not deadlock.
  insert into public.ai_usage as u (client_id, day, calls, input_tokens, output_tokens)
  select c.id, private.local_date(now(), c.timezone), sum(s.calls), sum(s.input_tokens), sum(s.output_tokens)
  from jsonb_to_recordset(p_spent) as s(client_id uuid, calls integer, input_tokens bigint, output_tokens bigint)
  join public.clients c on c.id = s.client_id
  group by c.id
  order by c.id
  on conflict (client_id, day) do update
    set calls = u.calls + excluded.calls,
        input_tokens = u.input_tokens + excluded.input_tokens,
        output_tokens = u.output_tokens + excluded.output_tokens
$$;

comment on function private.record_ai_usage(jsonb) is
  'Adds [{client_id, calls, input_tokens, output_tokens}] to today, as today is for each client. Called by other definer functions only.';
revoke execute on function private.record_ai_usage(jsonb) from public, anon, authenticated, service_role;


create function private.ai_calls_today(p_client_id uuid)
returns integer
language sql
stable
set search_path = ''
as $$
  select coalesce(max(u.calls), 0)
  from public.clients c
  join public.ai_usage u on u.client_id = c.id and u.day = private.local_date(now(), c.timezone)
  where c.id = p_client_id
$$;

comment on function private.ai_calls_today(uuid) is 'How many calls to a model a client has had on their current day.';
revoke execute on function private.ai_calls_today(uuid) from public, anon, authenticated, service_role;
