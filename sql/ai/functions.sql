-- ai: counts what was spent and what is left of the day. Days are UTC days by the clock of the database.

create function private.record_ai_usage(p_spent jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  -- Clients are updated in one order, so that two workers wait for each other instead of deadlocking.
  insert into public.ai_usage as u (client_id, day, calls, input_tokens, output_tokens)
  select c.id, private.local_date(now(), 'UTC'), sum(s.calls), sum(s.input_tokens), sum(s.output_tokens)
  from jsonb_to_recordset(p_spent) as s(client_id uuid, calls integer, input_tokens bigint, output_tokens bigint)
  join public.clients c on c.id = s.client_id
  group by c.id
  order by c.id
  on conflict (client_id, day) do update
    set calls = u.calls + excluded.calls,
        input_tokens = u.input_tokens + excluded.input_tokens,
        output_tokens = u.output_tokens + excluded.output_tokens;

  -- The account that was to pay at the claim pays, even if the client has since been erased or changed coach.
  insert into private.ai_account_usage as u (account_id, day, calls)
  select p.id, private.local_date(now(), 'UTC'), sum(s.calls)
  from jsonb_to_recordset(p_spent) as s(client_id uuid, account_id uuid, calls integer)
  left join public.clients c on c.id = s.client_id
  join public.profiles p on p.id = coalesce(s.account_id, c.coach_id, c.user_id)
  group by p.id
  order by p.id
  on conflict (account_id, day) do update set calls = u.calls + excluded.calls
$$;

comment on function private.record_ai_usage(jsonb) is
  'Adds [{client_id, account_id, calls, input_tokens, output_tokens}] to today, for the client if the client still exists and for the account that pays: the given account_id, else the present account of the client. Called by other definer functions only.';


create function private.spender(p_client public.clients)
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
    )
  );
end;
$$;

comment on function private.spender(public.clients) is
  'What the daily budgets of model calls need to know of a client: {id, account_id, today, model_calls_today, account_calls_today}. The account is the coach''s, or the client''s own without a coach.';


create function private.record_usage(p_queue text, p_settled jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_spent jsonb := jsonb_path_query_array(p_settled, '$[*] ? (@.usage.calls > 0)');
begin
  if v_spent <> '[]' then -- most results have cost nothing
    perform private.record_ai_usage((
      select jsonb_agg(s.usage || jsonb_build_object('client_id', m.message -> 'client_id'))
      from jsonb_to_recordset(v_spent) as s(msg_id bigint, usage jsonb)
      left join private.messages_of(p_queue, v_spent) m using (msg_id)
    ));
  end if;
end;
$$;

comment on function private.record_usage(text, jsonb) is
  'Counts the usage of [{msg_id, usage}] for the clients of the messages and the accounts that pay, whether or not the leases still hold.';
