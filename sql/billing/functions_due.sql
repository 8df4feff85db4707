-- billing: what time brings: reminders, suspended access, questions to the provider that its events have not answered.

create function private.remind_of_invoices()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_invoice public.invoices;
  v_step    public.dunning_steps;
  v_last    timestamptz;
  v_user    uuid;
  v_sent    integer := 0;
begin
  for v_invoice in
    select i.* from public.invoices i
    where i.status = 'open' and i.kind = 'invoice' and i.due_on <= (now() at time zone 'UTC')::date
    order by i.id
    for no key update skip locked
  loop
    select max(r.sent_at) into v_last from private.reminders r where r.invoice_id = v_invoice.id;
    continue when v_last > now() - interval '3 days';
    select c.user_id into v_user from public.clients c where c.id = v_invoice.client_id;
    select d.* into v_step from public.dunning_steps d
    where d.day > coalesce((select max(r.day) from private.reminders r where r.invoice_id = v_invoice.id), -1)
      and v_invoice.due_on + d.day::integer <= (now() at time zone 'UTC')::date
    order by d.day limit 1;
    continue when not found or (v_step.suspends and (v_last is null or v_user is null)); -- nobody loses access without a notice
    insert into private.reminders (invoice_id, day, client_id) values (v_invoice.id, v_step.day, v_invoice.client_id);
    perform private.tell_of_invoice(v_invoice, v_step.kind, format('invoice %s day %s', v_invoice.id, v_step.day));
    if v_step.suspends then
      update public.access_grants a set suspended_at = now()
      where a.client_id = v_invoice.client_id and a.coach_id = v_invoice.coach_id and a.ends_at > now() and a.suspended_at is null;
    end if;
    v_sent := v_sent + 1;
  end loop;
  return v_sent;
end;
$$;

comment on function private.remind_of_invoices() is 'Sends the next step of dunning_steps for each invoice that is due, one in three days at most, and suspends access with the step that says so. Run by cron. Returns how many were sent.';


create function private.has_access(p_client_id uuid, p_coach_id uuid)
returns boolean
language sql
stable
set search_path = ''
return exists (
  select from public.access_grants a
  where a.client_id = p_client_id and a.coach_id = p_coach_id and now() >= a.starts_at and now() < a.ends_at and a.suspended_at is null
);

comment on function private.has_access(uuid, uuid) is 'Whether a client has bought access to what a coach opens, and it is not suspended. Other domains call it.';


create function private.check_open_payments()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_checked integer;
begin
  -- Asked for, and never taken to the provider: nobody will pay.
  update public.payments p set status = 'failed', failure = 'abandoned'
  where p.status = 'pending' and p.method <> 'cash' and p.checkout_id is null and p.intent_id is null and p.provider_invoice_id is null and p.created_at < now() - interval '1 day';

  perform private.add_payment_task('check', p.client_id, jsonb_build_object('payment_id', p.id))
  from public.payments p
  where p.status = 'pending' and p.method = 'stripe' and p.created_at < now() - interval '10 minutes'
    and (p.checkout_id is not null or p.provider_invoice_id is not null);
  get diagnostics v_checked = row_count;

  perform private.add_payment_task('watch', s.client_id, jsonb_build_object('subscription', s.provider_id))
  from (
    select s.client_id, s.provider_id, s.current_period_end from public.client_subscriptions s where s.status <> 'cancelled' and s.provider_id is not null
    union all
    select null, s.provider_id, s.current_period_end from public.subscriptions s where s.status <> 'cancelled' and s.provider_id is not null
  ) s
  where s.current_period_end < now();

  update public.subscriptions s set status = 'cancelled'
  where s.provider_id is null and s.cancel_at_period_end and s.current_period_end < now() and s.status <> 'cancelled';

  perform private.add_payment_task('pdf', i.client_id, jsonb_build_object('invoice_id', i.id))
  from public.invoices i where i.pdf_path is null and i.status <> 'draft' and i.issued_at between now() - interval '7 days' and now() - interval '1 hour'
    and date_part('minute', now()) < 10;
  return v_checked;
end;
$$;

comment on function private.check_open_payments() is 'Has the provider asked about payments under way and subscriptions whose period is over, because an event may not have come. Run by cron.';
