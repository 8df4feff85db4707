-- billing: what a coach's own tier allows.

create function private.trial_ends_at(p_account_id uuid)
returns timestamptz
language sql
stable
set search_path = ''
return (
  select p.created_at + make_interval(days => coalesce((select s.value from private.settings s where s.name = 'tier_trial_days'), 30))
  from public.profiles p where p.id = p_account_id
);

comment on function private.trial_ends_at(uuid) is 'Until when an account has the tier business for nothing.';


create function private.tier_of(p_account_id uuid)
returns public.subscription_tier
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (select s.tier from public.subscriptions s where s.account_id = p_account_id and s.status <> 'cancelled' and s.status <> 'paused'),
    case when private.trial_ends_at(p_account_id) > now() then 'business' else 'free' end::public.subscription_tier
  );
end;
$$;

comment on function private.tier_of(uuid) is 'The tier of a coach: the one that is paid for, else business during the trial, else free.';


create function private.tier_limit(p_account_id uuid, p_name text)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return (select (to_jsonb(t) ->> p_name)::integer from public.tiers t where t.tier = private.tier_of(p_account_id));
end;
$$;

comment on function private.tier_limit(uuid, text) is 'How much the tier of a coach allows; null: any number.';


create function private.check_tier_limit(p_account_id uuid, p_name text, p_used bigint)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_limit integer := private.tier_limit(p_account_id, p_name);
begin
  if p_used > v_limit then
    perform private.refuse(
      'PT402', 'tier_limit', format('The tier %s allows %s: %s', private.tier_of(p_account_id), p_name, v_limit),
      'Choose a larger tier: POST {"tier": "pro"} to /functions/v1/checkout. What is there stays readable.',
      jsonb_build_object('name', p_name, 'limit', v_limit, 'tier', private.tier_of(p_account_id))
    );
  end if;
end;
$$;

comment on function private.check_tier_limit(uuid, text, bigint) is 'Refuses with PT402 what is more than the tier of a coach allows. Other domains call it.';


create function private.tier_count(p_account_id uuid, p_name text)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  v_counts text := (select c.counts from private.tier_counts c where c.name = p_name);
  v_count  bigint;
begin
  execute format('select private.%I($1)', v_counts) into v_count using p_account_id;
  return coalesce(v_count, 0);
end;
$$;

comment on function private.tier_count(uuid, text) is 'What a later domain counts for a coach: private.tier_counts.';


create function private.tier_usage(p_account_id uuid, p_name text)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return case p_name
    when 'clients' then (select count(*) from public.clients c where c.coach_id = p_account_id and c.archived_at is null)
    when 'ai_calls_a_day' then coalesce(
      (select u.calls from private.ai_account_usage u where u.account_id = p_account_id and u.day = private.local_date(now(), 'UTC')), 0)
    when 'team_seats' then (
      select count(*) from public.team_members m
      where m.team_id in (select o.team_id from public.team_members o where o.user_id = p_account_id and o.role = 'owner')
    )
    else private.tier_count(p_account_id, p_name)
  end;
end;
$$;

comment on function private.tier_usage(uuid, text) is 'How much of what a tier limits a coach uses.';


create function private.my_tier()
returns jsonb
language plpgsql
stable
security definer -- counts what the tier limits
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_own  public.subscriptions;
begin
  select s.* into v_own from public.subscriptions s where s.account_id = v_user;
  return jsonb_build_object(
    'tier', private.tier_of(v_user),
    'status', coalesce(v_own.status::text, case when private.trial_ends_at(v_user) > now() then 'trialing' else 'active' end),
    'trial_ends_at', case when v_own.account_id is null or v_own.status = 'cancelled' then private.trial_ends_at(v_user) end,
    'current_period_end', v_own.current_period_end, 'cancel_at_period_end', coalesce(v_own.cancel_at_period_end, false), 'requested', v_own.requested,
    'limits', (
      select jsonb_object_agg(n, jsonb_build_object('limit', private.tier_limit(v_user, n), 'used', private.tier_usage(v_user, n)))
      from unnest('{clients, ai_calls_a_day, team_seats, automations}'::text[]) n
    )
  );
end;
$$;

comment on function private.my_tier() is 'Body of public.my_tier.';
grant execute on function private.my_tier() to authenticated;


create function public.my_tier()
returns jsonb
language sql
stable
set search_path = ''
return private.my_tier();

comment on function public.my_tier() is 'The caller''s own tier as a coach: {tier, status, trial_ends_at, current_period_end, cancel_at_period_end, requested, limits: {clients: {limit, used}, ai_calls_a_day, team_seats, automations}}. A limit that is null is none. Above a limit nothing is added; what is there stays.';
grant execute on function public.my_tier() to authenticated;


create function private.tier_order(p_payment public.payments, p_tier public.subscription_tier)
returns public.payments
language plpgsql
set search_path = ''
as $$
declare
  v_tier public.tiers;
begin
  if not private.am_coach() then
    perform private.refuse('PT403', 'only_coaches_sell', 'Only a coach has a tier', 'Sign up as a coach.');
  end if;
  select t.* into v_tier from public.tiers t where t.tier = p_tier and t.amount > 0;
  if not found then
    perform private.refuse('PT422', 'tier_unknown', 'This tier cannot be bought', 'Choose pro or business; cancel for free.');
  end if;
  if exists (select from public.subscriptions s where s.account_id = p_payment.payer_id and s.status <> 'cancelled') then
    perform private.refuse('PT409', 'tier_same', 'There is a paid tier already', 'Change it by change_tier.');
  end if;
  p_payment.tier := p_tier;
  p_payment.amount := v_tier.amount;
  p_payment.currency := v_tier.currency;
  p_payment.description := 'Wellio ' || p_tier;
  p_payment.grants := jsonb_build_object('billing_interval', v_tier.billing_interval, 'interval_count', 1);
  return p_payment;
end;
$$;

comment on function private.tier_order(public.payments, public.subscription_tier) is 'Fills a payment for the tier of a coach.';


create function private.change_tier(p_action text, p_tier public.subscription_tier)
returns void
language plpgsql
security definer -- writes subscriptions, which no API role may
set search_path = ''
as $$
declare
  v_own public.subscriptions;
begin
  select s.* into v_own from public.subscriptions s where s.account_id = (select auth.uid()) and s.status <> 'cancelled' for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_subscription', 'There is no paid tier', 'Buy one at /functions/v1/checkout.');
  end if;
  if p_action in ('cancel', 'resume', 'switch') is not true or (p_action = 'switch') <> (p_tier is not null)
    or (p_action = 'switch' and not exists (select from public.tiers t where t.tier = p_tier and t.amount > 0))
  then
    perform private.refuse('PT422', 'subscription_action', 'This cannot be done with the subscription now', 'Cancel, resume, or switch to pro or business.');
  end if;
  if v_own.provider_id is null then
    update public.subscriptions s set cancel_at_period_end = p_action = 'cancel', tier = coalesce(p_tier, s.tier) where s.account_id = v_own.account_id;
    return;
  end if;
  update public.subscriptions s set requested = p_action where s.account_id = v_own.account_id;
  perform private.add_payment_task('change', null, jsonb_strip_nulls(jsonb_build_object('account_id', v_own.account_id, 'action', p_action, 'tier', p_tier)));
end;
$$;

comment on function private.change_tier(text, public.subscription_tier) is 'Body of public.change_tier.';
grant execute on function private.change_tier(text, public.subscription_tier) to authenticated;


create function public.change_tier(action text, tier public.subscription_tier default null)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.change_tier(action, tier)
$$;

comment on function public.change_tier(text, public.subscription_tier) is 'cancel ends the caller''s paid tier with its period, resume takes that back, switch goes to another paid tier. It is "requested" until the provider has confirmed it. PT404 no paid tier, PT422 another action.';
grant execute on function public.change_tier(text, public.subscription_tier) to authenticated;


create function private.limit_ai_calls()
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.ai_account_limits as l (account_id, calls_a_day)
  select p.id, t.ai_calls_a_day
  from public.profiles p
  join public.tiers t on t.tier = private.tier_of(p.id)
  where p.role = 'coach' and t.ai_calls_a_day is not null
  on conflict (account_id) do update set calls_a_day = excluded.calls_a_day where l.calls_a_day <> excluded.calls_a_day;
  delete from private.ai_account_limits l
  using public.tiers t
  where t.tier = private.tier_of(l.account_id) and t.ai_calls_a_day is null
$$;

comment on function private.limit_ai_calls() is 'Tells the domain ai how many calls of a model the tier of each coach allows. Run by cron, because trials end by themselves.';
