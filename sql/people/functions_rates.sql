-- people: limits how much one person may do within any minute.

create function private.rate_limit(p_account_id uuid, p_kind text)
returns integer
language plpgsql -- keeps its plan, unlike sql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (select r.per_minute from private.rates r where r.account_id = p_account_id and r.kind = p_kind),
    (select s.value from private.settings s where s.name = p_kind || '_per_minute'),
    case p_kind when 'logs' then 60 else 100 end
  );
end;
$$;

comment on function private.rate_limit(uuid, text) is 'How much of one kind an account may do within 60 s.';


create function private.spend_rate(p_account_id uuid, p_kind text, p_amount bigint, p_now timestamptz default null)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_rate    private.rates;
  v_limit   integer := private.rate_limit(p_account_id, p_kind);
  v_now     timestamptz;
  v_seconds timestamptz[];
  v_spent   bigint[];
  v_excess  bigint;
  v_wait    integer;
begin
  -- The row stays locked until the transaction ends, so concurrent requests wait and are counted after it.
  select * into v_rate from private.rates where account_id = p_account_id and kind = p_kind for update;
  if not found then
    insert into private.rates (account_id, kind)
    select p.id, p_kind from public.profiles p where p.id = p_account_id
    on conflict do nothing;
    select * into v_rate from private.rates where account_id = p_account_id and kind = p_kind for update;
    if not found then
      return null; -- a token that outlives its account: row-level security shows it nothing
    end if;
  end if;
  v_now := coalesce(p_now, clock_timestamp());

  -- A second counts until its end is a minute ago.
  select array_agg(s.second order by s.second), array_agg(s.amount order by s.second), sum(s.amount) - v_limit
  into v_seconds, v_spent, v_excess
  from (
    select t.second, sum(t.amount)::bigint as amount
    from unnest(v_rate.seconds || date_trunc('second', v_now), v_rate.spent || p_amount) as t(second, amount)
    where t.second > v_now - interval '61 seconds'
    group by t.second
  ) s;

  if v_excess > 0 then
    select ceil(extract(epoch from min(f.second) + interval '61 seconds' - v_now)) into v_wait
    from (
      select t.second, sum(t.amount) over (order by t.second) as freed from unnest(v_seconds, v_spent) as t(second, amount)
    ) f
    where f.freed >= v_excess;
    return v_wait;
  end if;
  update private.rates set seconds = v_seconds, spent = v_spent where account_id = p_account_id and kind = p_kind;
  return null;
end;
$$;

comment on function private.spend_rate(uuid, text, bigint, timestamptz) is
  'Counts an amount, or returns after how many seconds there is room for it, and then counts nothing. Expects at most a minute''s amount. p_now is the current time, by default that of the clock once the row is locked.';


create function private.before_request()
returns void
language plpgsql
security definer -- the counters are closed to API roles
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
  v_wait integer;
begin
  if v_user is null or current_setting('transaction_read_only') = 'on' then
    return; -- the secret key; or a read, which can count nothing
  end if;
  v_wait := private.spend_rate(v_user, 'requests', 1);
  if v_wait is not null then
    perform private.refuse(
      'PT429', 'too_many_requests', 'Too many requests within a minute', format('Try again in %s s.', v_wait),
      jsonb_build_object('limit', private.rate_limit(v_user, 'requests'), 'seconds', v_wait), v_wait
    );
  end if;
end;
$$;

comment on function private.before_request() is
  'PostgREST calls it at the start of each request. Refuses writes and calls of one person beyond requests_per_minute within any 60 s, as PT429 with Retry-After. Reads run in read-only transactions and are not counted; nor are requests that are refused.';
grant execute on function private.before_request() to anon, authenticated, service_role;
