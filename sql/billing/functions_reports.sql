-- billing: what a coach has earned, and one client's money.

create function private.revenue_by_month(p_from date, p_to date, p_timezone text)
returns table (month date, currency text, booked bigint, received bigint, refunded bigint, payments bigint)
language plpgsql
stable
security definer -- reads without policies, which would be asked for each row
set search_path = ''
as $$
declare
  v_coach uuid[] := private.my_account_ids();
  v_from  timestamptz;
  v_to    timestamptz;
begin
  perform private.check_timezone(p_timezone);
  if (p_to >= p_from and p_to < p_from + interval '10 years') is not true then
    perform private.refuse('PT422', 'revenue_range', 'This is no range of months', 'Give the first and the last month, at most ten years.');
  end if;
  v_from := date_trunc('month', p_from::timestamp) at time zone p_timezone;
  v_to := (date_trunc('month', p_to::timestamp) + interval '1 month') at time zone p_timezone;
  return query
  select date_trunc('month', t.at at time zone p_timezone)::date, t.currency, sum(t.booked)::bigint, sum(t.received)::bigint, sum(t.refunded)::bigint, sum(t.n)::bigint
  from (
    select min(p.paid_at) as at, p.currency, 0::bigint as booked, sum(p.amount) as received, 0::numeric as refunded, count(*) as n
    from public.payments p
    where p.coach_id = any (v_coach) and p.paid_at >= v_from and p.paid_at < v_to
    group by date_trunc('month', p.paid_at at time zone p_timezone), p.currency
    union all
    select r.completed_at, r.currency, 0, 0, r.amount, 0
    from public.refunds r where r.coach_id = any (v_coach) and r.completed_at >= v_from and r.completed_at < v_to
    union all
    select i.issued_at, i.currency, case i.kind when 'invoice' then i.total else -i.total end, 0, 0, 0
    from public.invoices i where i.coach_id = any (v_coach) and i.issued_at >= v_from and i.issued_at < v_to
    union all
    select e.issued_at, e.currency, case e.kind when 'invoice' then e.total else -e.total end, e.received, e.refunded, 0
    from public.erased_invoices e where e.coach_id = any (v_coach) and e.issued_at >= v_from and e.issued_at < v_to
  ) t
  group by 1, 2
  order by 1, 2;
end;
$$;

comment on function private.revenue_by_month(date, date, text) is 'Body of public.revenue_by_month.';
grant execute on function private.revenue_by_month(date, date, text) to authenticated;


create function public.revenue_by_month(from_month date, to_month date, timezone text)
returns table (month date, currency text, booked bigint, received bigint, refunded bigint, payments bigint)
language sql
stable
set search_path = ''
as $$
  select * from private.revenue_by_month(from_month, to_month, timezone)
$$;

comment on function public.revenue_by_month(date, date, text) is
  'The caller''s revenue by month and currency, in minor units: booked (invoices without their credit notes, in the month they are issued), received (payments, in the month they arrive), refunded (in the month it is given back). Months begin in the time zone. PT422 the range or the time zone.';
grant execute on function public.revenue_by_month(date, date, text) to authenticated;


create function public.client_money(client_id uuid)
returns table (currency text, booked bigint, received bigint, refunded bigint, owed bigint)
language plpgsql
stable -- with the caller's rights: a coach who came later sees their own sales alone
set search_path = ''
as $$
begin
  if not exists (select from public.clients c where c.id = client_money.client_id) then
    perform private.refuse_client();
  end if;
  return query
  select t.currency, sum(t.booked)::bigint, sum(t.received)::bigint, sum(t.refunded)::bigint, sum(t.owed)::bigint
  from (
    select i.currency, case i.kind when 'invoice' then i.total else -i.total end as booked, 0::bigint as received, 0::bigint as refunded, coalesce(b.owed, 0) as owed
    from public.invoices i left join public.invoice_balances b on b.invoice_id = i.id
    where i.client_id = client_money.client_id and i.status <> 'draft'
    union all
    select p.currency, 0, p.amount, p.refunded, 0 from public.payments p where p.client_id = client_money.client_id and p.paid_at is not null
  ) t
  group by t.currency
  order by t.currency;
end;
$$;

comment on function public.client_money(uuid) is 'What was invoiced to a client, received, given back and is still owed, by currency, in minor units: of the sales that the caller sees. PT404 no such client.';
grant execute on function public.client_money(uuid) to authenticated;
