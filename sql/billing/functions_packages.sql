-- billing: offers, prices with a discount, and what to ask for an hour.

create function private.package_grants(p_package public.packages)
returns jsonb
language sql
immutable
set search_path = ''
return jsonb_strip_nulls(jsonb_build_object(
  'sessions', p_package.sessions, 'sessions_valid_days', p_package.sessions_valid_days, 'access_days', p_package.access_days,
  'template_id', p_package.template_id, 'billing_interval', p_package.billing_interval, 'interval_count', p_package.interval_count
));

comment on function private.package_grants(public.packages) is 'What a package promises, as it is kept with a payment.';


create function private.places_taken(p_package_id uuid)
returns bigint
language sql
stable
set search_path = ''
return (
  select count(distinct t.client_id) from (
    select p.client_id from public.payments p
    left join public.client_subscriptions s on s.id = p.subscription_id
    where p.package_id = p_package_id and p.status in ('pending', 'completed', 'partially_refunded') and s.status is distinct from 'cancelled'
    union all
    select i.client_id from public.invoice_items n join public.invoices i on i.id = n.invoice_id
    where n.package_id = p_package_id and i.kind = 'invoice' and i.status = 'open'
  ) t
);

comment on function private.places_taken(uuid) is 'How many clients have a package, are buying it, or have an open invoice for it.';


create function private.lock_package(p_package_id uuid, p_coach_id uuid)
returns public.packages
language plpgsql
set search_path = ''
as $$
declare
  v_package public.packages;
begin
  -- Those who buy the same package wait for each other here, so that the last place is sold once.
  select k.* into v_package from public.packages k where k.id = p_package_id and k.coach_id = p_coach_id for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_package', 'No such package', 'Use a package of the coach.');
  end if;
  if v_package.archived_at is not null then
    perform private.refuse('PT409', 'package_archived', 'This package is sold no more', 'Choose another one.');
  end if;
  return v_package;
end;
$$;

comment on function private.lock_package(uuid, uuid) is 'Locks a package on sale of a coach, and returns it.';


create function private.check_sale(p_package public.packages, p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_package.kind = 'subscription' and exists (
    select from public.client_subscriptions s where s.client_id = p_client_id and s.package_id = p_package.id and s.status <> 'cancelled'
  ) then
    perform private.refuse('PT409', 'already_subscribed', 'This subscription is already there', 'Change it instead.');
  end if;
  if p_package.places <= private.places_taken(p_package.id) then
    perform private.refuse('PT409', 'package_full', 'All places are taken', 'Choose another package.', jsonb_build_object('places', p_package.places));
  end if;
end;
$$;

comment on function private.check_sale(public.packages, uuid) is 'Refuses a package without a free place, and a second subscription to it. Call it with the package locked.';


create function private.discounted(p_package public.packages, p_code text, out amount bigint, out discount_code_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_code public.discount_codes;
begin
  amount := p_package.amount;
  if coalesce(btrim(p_code), '') = '' then
    return;
  end if;
  select d.* into v_code from public.discount_codes d
  where d.coach_id = p_package.coach_id and d.code = upper(btrim(p_code)) and d.archived_at is null
  for no key update;
  if not found or v_code.package_id <> p_package.id then
    perform private.refuse('PT404', 'discount_unknown', 'This code is not known', 'Check the code, or buy without one.');
  end if;
  if v_code.valid_until <= now() then
    perform private.refuse('PT410', 'discount_expired', 'This code has expired', 'Buy without it.');
  end if;
  if v_code.max_uses <= (select count(*) from public.payments p where p.discount_code_id = v_code.id and p.status <> 'failed') then
    perform private.refuse('PT410', 'discount_used_up', 'This code is used up', 'Buy without it.');
  end if;
  if v_code.currency <> p_package.currency or v_code.amount_off >= p_package.amount then
    perform private.refuse('PT422', 'discount_currency', 'This code does not fit the price', 'Buy without it.');
  end if;
  amount := p_package.amount - coalesce(v_code.amount_off, round(p_package.amount * v_code.percent_off / 100.0)::bigint);
  discount_code_id := v_code.id;
end;
$$;

comment on function private.discounted(public.packages, text) is 'The price of a package with a code, and the code. Keeps the code until the transaction ends, so that its uses are counted right.';


create function private.quote(p_package_id uuid, p_code text)
returns jsonb
language plpgsql
security definer -- reads codes, which clients do not see
set search_path = ''
as $$
declare
  v_package public.packages;
  v_price   record;
begin
  select k.* into v_package from public.packages k
  where k.id = p_package_id and k.coach_id = any (private.my_coach_ids() || private.my_account_ids());
  v_package := private.lock_package(p_package_id, v_package.coach_id);
  v_price := private.discounted(v_package, p_code);
  return jsonb_build_object(
    'amount', v_package.amount, 'discount', v_package.amount - v_price.amount, 'total', v_price.amount, 'currency', v_package.currency,
    'trial_days', v_package.trial_days
  );
end;
$$;

comment on function private.quote(uuid, text) is 'Body of public.quote.';
grant execute on function private.quote(uuid, text) to authenticated;


create function public.quote(package_id uuid, discount_code text default null)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.quote(package_id, discount_code)
$$;

comment on function public.quote(uuid, text) is 'What a package costs with a code: {amount, discount, total, currency, trial_days}. Nothing is reserved. PT404 no such package or code, PT409 sold no more, PT410 the code is used up or expired, PT422 the code does not fit.';
grant execute on function public.quote(uuid, text) to authenticated;


create function private.offers()
returns table (
  id uuid, name text, description text, kind public.package_kind, amount bigint, currency text, billing_interval public.billing_interval,
  interval_count smallint, trial_days smallint, sessions smallint, sessions_valid_days smallint, template_id uuid, template_title text,
  access_days smallint, places integer, places_left integer
)
language sql
stable
security definer -- counts what others have bought
set search_path = ''
as $$
  select k.id, k.name, k.description, k.kind, k.amount, k.currency, k.billing_interval, k.interval_count, k.trial_days, k.sessions,
    k.sessions_valid_days, k.template_id, t.title, k.access_days, k.places,
    case when k.places is not null then greatest(0, k.places - private.places_taken(k.id))::integer end
  from public.packages k
  left join public.program_templates t on t.id = k.template_id
  where k.archived_at is null and k.coach_id = any (private.my_coach_ids() || private.my_account_ids())
  order by k.amount, k.id
  limit 500
$$;

comment on function private.offers() is 'Body of public.offers.';
grant execute on function private.offers() to authenticated;


create function public.offers()
returns table (
  id uuid, name text, description text, kind public.package_kind, amount bigint, currency text, billing_interval public.billing_interval,
  interval_count smallint, trial_days smallint, sessions smallint, sessions_valid_days smallint, template_id uuid, template_title text,
  access_days smallint, places integer, places_left integer
)
language sql
stable
set search_path = ''
as $$
  select * from private.offers()
$$;

comment on function public.offers() is 'The packages on sale of the caller''s coach, and of the caller, with the places that are left (null: any number). At most 500, the cheapest first.';
grant execute on function public.offers() to authenticated;


create function public.price_calculator(
  hourly_rate bigint, minutes integer, sessions integer, fee_percent numeric default 0, tax_percent numeric default 0, discount_percent numeric default 0
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_work  numeric := hourly_rate * minutes / 60.0 * sessions;
  v_total bigint;
  v_asked bigint;
begin
  if (
    hourly_rate between 1 and 99999999 and minutes between 1 and 1440 and sessions between 1 and 1000 and fee_percent between 0 and 50
    and tax_percent between 0 and 50 and discount_percent between 0 and 99
  ) is not true then
    perform private.refuse('PT422', 'price_calculator', 'These numbers give no price', 'Give an hourly rate, minutes and sessions above 0; percentages of 0 to 50, a discount below 100.');
  end if;
  -- What is paid, of which the tax is a part on top of the net, and the fee a part of what is paid.
  v_total := ceil(v_work / (1 / (1 + tax_percent / 100) - fee_percent / 100));
  v_asked := ceil(v_total / (1 - discount_percent / 100));
  return jsonb_build_object(
    'work', ceil(v_work), 'total', v_asked, 'paid', v_total, 'tax', round(v_total * tax_percent / (100 + tax_percent)), 'fees', round(v_total * fee_percent / 100),
    'per_session', round(v_asked::numeric / sessions),
    'kept', v_total - round(v_total * tax_percent / (100 + tax_percent)) - round(v_total * fee_percent / 100)
  );
end;
$$;

comment on function public.price_calculator(bigint, integer, integer, numeric, numeric, numeric) is
  'What to ask for a package, in minor units, so that the hourly rate is kept after a discount, the fee of the provider and the tax that prices include: {work, total, paid, tax, fees, per_session, kept}. PT422 numbers that give no price.';
grant execute on function public.price_calculator(bigint, integer, integer, numeric, numeric, numeric) to authenticated;
