-- billing: what is owed, and the balances of credits.

create view public.invoice_balances with (security_invoker = true) as
select i.id as invoice_id, i.client_id, i.coach_id, i.currency, i.total, coalesce(p.paid, 0) as paid, coalesce(n.credited, 0) as credited,
  case when i.status in ('open', 'uncollectible') then i.total - coalesce(p.paid, 0) - coalesce(n.credited, 0) else 0 end as owed,
  i.status = 'open' and i.due_on < (now() at time zone 'UTC')::date as is_overdue,
  case when i.status = 'open' then greatest(0, (now() at time zone 'UTC')::date - i.due_on) else 0 end as overdue_days
from public.invoices i
left join lateral (
  select sum(p.amount - p.refunded)::bigint as paid from public.payments p where p.invoice_id = i.id and p.paid_at is not null
) p on true
left join lateral (
  select sum(o.total)::bigint as credited from public.invoices o where o.corrects = i.id and o.status <> 'draft'
) n on true
where i.kind = 'invoice' and i.status <> 'draft';

comment on view public.invoice_balances is 'What was paid of each invoice, lowered by credit notes, and is still owed; whether it is overdue, by the UTC day.';
grant select on public.invoice_balances to authenticated;

create trigger refuse_write instead of insert or update or delete on public.invoice_balances
  for each row execute function private.refuse_write();


create view public.credit_balances with (security_invoker = true) as
select l.client_id, l.coach_id, sum(e.delta)::integer as balance,
  min(l.expires_at) filter (where e.left_over > 0) as next_expiry,
  coalesce(sum(e.left_over) filter (where l.expires_at < now() + interval '14 days'), 0)::integer as expiring
from public.credit_lots l
cross join lateral (select coalesce(sum(c.delta), 0) as delta, coalesce(sum(c.delta), 0) as left_over from public.credits c where c.lot_id = l.id) e
where coalesce(l.expires_at > now(), true)
group by l.client_id, l.coach_id;

comment on view public.credit_balances is 'How many credits a client has with a coach: the sum of the ledger over lots that have not expired; when the next expire, and how many within two weeks.';
grant select on public.credit_balances to authenticated;

create trigger refuse_write instead of insert or update or delete on public.credit_balances
  for each row execute function private.refuse_write();
