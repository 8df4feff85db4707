-- billing: subscriptions of clients. Those at a provider change there, and here once the provider has said so.

create function private.follow_subscription(p_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.access_grants as a (client_id, coach_id, package_id, subscription_id, starts_at, ends_at)
  select s.client_id, s.coach_id, s.package_id, s.id, least(s.started_at, s.current_period_end),
    case when s.status in ('cancelled', 'paused') then greatest(least(s.current_period_end, coalesce(s.ended_at, now())), least(s.started_at, s.current_period_end)) else s.current_period_end end
  from public.client_subscriptions s
  where s.id = p_id
  on conflict (subscription_id) do update set ends_at = greatest(excluded.ends_at, a.starts_at)
$$;

comment on function private.follow_subscription(uuid) is 'Has access last as long as a subscription is paid for. It rests while the subscription is paused.';


create function private.change_client_subscription(p_subscription_id uuid, p_action text, p_package_id uuid)
returns void
language plpgsql
security definer -- writes subscriptions, which no API role may
set search_path = ''
as $$
declare
  v_subscription public.client_subscriptions;
  v_package      public.packages;
  v_is_coach     boolean;
begin
  select s.* into v_subscription from public.client_subscriptions s where s.id = p_subscription_id;
  v_is_coach := v_subscription.coach_id = any (private.my_account_ids());
  if not found or (v_is_coach or v_subscription.client_id = any (private.my_own_client_ids())) is not true then
    perform private.refuse('PT404', 'no_such_subscription', 'No such subscription', 'Use a subscription that you buy or sell.');
  end if;
  perform private.lock_client_shared(v_subscription.client_id);
  select s.* into v_subscription from public.client_subscriptions s where s.id = p_subscription_id for no key update;
  if p_action in ('cancel', 'resume', 'switch', 'pause', 'unpause') is not true or (p_action in ('pause', 'unpause') and not v_is_coach)
    or v_subscription.status = 'cancelled' or (p_action = 'pause' and v_subscription.status = 'paused') or (p_action = 'unpause' and v_subscription.status <> 'paused')
  then
    perform private.refuse('PT422', 'subscription_action', 'This cannot be done with the subscription now', 'Cancel, resume or switch it; a coach also pauses and unpauses it.');
  end if;
  if p_action = 'switch' then
    v_package := private.lock_package(p_package_id, v_subscription.coach_id);
    if v_package.kind <> 'subscription' or v_package.currency <> v_subscription.currency then
      perform private.refuse('PT422', 'subscription_action', 'This cannot be done with the subscription now', 'Switch to a subscription in the same currency.');
    end if;
    if v_package.id = v_subscription.package_id then
      return;
    end if;
    perform private.check_sale(v_package, v_subscription.client_id);
  end if;

  if v_subscription.provider_id is not null then
    update public.client_subscriptions s set requested = p_action where s.id = p_subscription_id;
    perform private.add_payment_task('change', v_subscription.client_id,
      jsonb_strip_nulls(jsonb_build_object('subscription_id', p_subscription_id, 'action', p_action, 'package_id', v_package.id)));
    return;
  end if;
  update public.client_subscriptions s
  set cancel_at_period_end = case p_action when 'cancel' then true when 'resume' then false else s.cancel_at_period_end end,
      status = case p_action when 'pause' then 'paused' when 'unpause' then 'active' else s.status end,
      package_id = coalesce(v_package.id, s.package_id), amount = coalesce(v_package.amount, s.amount),
      billing_interval = coalesce(v_package.billing_interval, s.billing_interval), interval_count = coalesce(v_package.interval_count, s.interval_count),
      grants = case when v_package.id is null then s.grants else private.package_grants(v_package) end
  where s.id = p_subscription_id;
  perform private.follow_subscription(p_subscription_id);
end;
$$;

comment on function private.change_client_subscription(uuid, text, uuid) is 'Body of public.change_client_subscription.';
grant execute on function private.change_client_subscription(uuid, text, uuid) to authenticated;


create function public.change_client_subscription(subscription_id uuid, action text, package_id uuid default null)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.change_client_subscription(subscription_id, action, package_id)
$$;

comment on function public.change_client_subscription(uuid, text, uuid) is
  'cancel ends a subscription with its period, resume takes that back, switch goes to another package (the provider settles the difference; one that is invoiced changes with the next invoice); the coach also pauses and unpauses it. At a provider it is "requested" until confirmed. PT404 no such subscription or package, PT409 no place left, PT422 not now.';
grant execute on function public.change_client_subscription(uuid, text, uuid) to authenticated;


create function private.renew_subscriptions()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_subscription public.client_subscriptions;
  v_client       public.clients;
  v_invoice      public.invoices;
  v_renewed      integer := 0;
begin
  for v_subscription in
    select s.* from public.client_subscriptions s
    where s.provider_id is null and s.status in ('active', 'past_due', 'paused') and s.current_period_end <= now()
    order by s.id limit 500
    for no key update skip locked
  loop
    if v_subscription.cancel_at_period_end then
      update public.client_subscriptions s set status = 'cancelled', ended_at = now() where s.id = v_subscription.id;
    elsif v_subscription.status <> 'paused' then
      select c.* into v_client from public.clients c where c.id = v_subscription.client_id;
      v_invoice.id := gen_random_uuid();
      perform private.draft_invoice(
        v_invoice.id, v_client, v_subscription.coach_id, v_subscription.currency,
        jsonb_build_array(jsonb_build_object(
          'description', (select k.name from public.packages k where k.id = v_subscription.package_id), 'unit_amount', v_subscription.amount,
          'package_id', v_subscription.package_id, 'grants', v_subscription.grants
        )),
        p_subscription_id => v_subscription.id, p_period_start => v_subscription.current_period_end
      );
      v_invoice := private.issue_invoice(v_invoice.id);
      perform private.tell_of_invoice(v_invoice, 'invoice_issued', 'invoice ' || v_invoice.id);
      update public.client_subscriptions s
      set current_period_start = s.current_period_end,
          current_period_end = s.current_period_end + private.billing_period(to_jsonb(s))
      where s.id = v_subscription.id;
      v_renewed := v_renewed + 1;
    end if;
    perform private.follow_subscription(v_subscription.id);
  end loop;
  return v_renewed;
end;
$$;

comment on function private.renew_subscriptions() is 'Invoices the next period of subscriptions that are paid in cash or by transfer, and ends those that were cancelled. Run by cron. Returns how many were renewed.';
