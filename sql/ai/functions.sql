-- ai: counts what was spent and what is left of the day. Days are UTC days by the clock of the database.

create function private.record_usage(p_queue text, p_settled jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if not jsonb_path_exists(p_settled, '$[*] ? (@.usage.calls > 0)') then
    return; -- most results have cost nothing
  end if;
  with spent as materialized (
    select c.id as client_id, p.id as account_id, private.local_date(now(), 'UTC') as day,
           sum(u.calls) as calls, sum(u.input_tokens) as input_tokens, sum(u.output_tokens) as output_tokens
    from jsonb_to_recordset(p_settled) as s(msg_id bigint, usage jsonb)
    cross join lateral jsonb_to_record(s.usage) as u(account_id uuid, calls integer, input_tokens bigint, output_tokens bigint)
    left join private.messages_of(p_queue, p_settled) m using (msg_id)
    left join public.clients c on c.id = (m.message ->> 'client_id')::uuid
    -- The account that was to pay at the claim pays, even if the client has since been erased or changed coach.
    left join public.profiles p on p.id = coalesce(u.account_id, c.coach_id, c.user_id)
    where u.calls > 0
    group by c.id, p.id
  ), of_clients as (
    -- Rows are updated in one order, so that two workers wait for each other instead of deadlocking.
    insert into public.ai_usage as u (client_id, day, calls, input_tokens, output_tokens)
    select s.client_id, s.day, sum(s.calls), sum(s.input_tokens), sum(s.output_tokens)
    from spent s
    where s.client_id is not null
    group by s.client_id, s.day
    order by s.client_id
    on conflict (client_id, day) do update
      set calls = u.calls + excluded.calls,
          input_tokens = u.input_tokens + excluded.input_tokens,
          output_tokens = u.output_tokens + excluded.output_tokens
  )
  insert into private.ai_account_usage as u (account_id, day, calls)
  select s.account_id, s.day, sum(s.calls)
  from spent s
  where s.account_id is not null
  group by s.account_id, s.day
  order by s.account_id
  on conflict (account_id, day) do update set calls = u.calls + excluded.calls;
end;
$$;

comment on function private.record_usage(text, jsonb) is
  'Counts the usage of [{msg_id, usage: {calls, input_tokens, output_tokens, account_id}}] today: for the clients of the messages, if they still exist, and for the accounts that pay. It counts whether or not the leases still hold. An account that is not given is the present one of the client.';


create function private.budget_scope(p_client public.clients)
returns jsonb
language plpgsql -- keeps its plans, because every claim of a log calls it
stable
set search_path = ''
as $$
declare
  v_today   date := private.local_date(now(), 'UTC');
  v_account uuid := coalesce(p_client.coach_id, p_client.user_id);
begin
  return jsonb_build_object(
    'id', p_client.id,
    'account_id', v_account,
    'today', v_today,
    'model_calls_today', coalesce(
      (select u.calls from public.ai_usage u where u.client_id = p_client.id and u.day = v_today), 0
    ),
    'account_calls_today', coalesce(
      (select u.calls from private.ai_account_usage u where u.account_id = v_account and u.day = v_today), 0
    ),
    'account_calls_a_day', (select l.calls_a_day from private.ai_account_limits l where l.account_id = v_account)
  );
end;
$$;

comment on function private.budget_scope(public.clients) is
  'What the daily budgets of model calls need to know of a client: {id, account_id, today, model_calls_today, account_calls_today, account_calls_a_day}. The account is the coach''s, or the client''s own without a coach.';
