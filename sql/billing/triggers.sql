-- billing: allowed moves, what is final, limits of tiers, and what people write directly.

create function private.check_billing_move()
returns trigger
language plpgsql
security definer -- reads the allowed moves, closed to API roles
set search_path = ''
as $$
begin
  if not exists (
    select from private.billing_moves m where m.machine = tg_table_name and m."from" = old.status::text and m."to" = new.status::text
  ) then
    perform private.refuse(
      'PT409', 'billing_state', format('%s: %s cannot become %s', tg_table_name, old.status, new.status), 'Load it once more.',
      jsonb_build_object('table', tg_table_name, 'from', old.status, 'to', new.status)
    );
  end if;
  return new;
end;
$$;

comment on function private.check_billing_move() is 'Refuses a state that may not follow the one before it: private.billing_moves.';

create trigger check_move before update of status on public.payments
  for each row when (old.status <> new.status) execute function private.check_billing_move();
create trigger check_move before update of status on public.refunds
  for each row when (old.status <> new.status) execute function private.check_billing_move();
create trigger check_move before update of status on public.invoices
  for each row when (old.status <> new.status) execute function private.check_billing_move();
create trigger check_move before update of status on public.client_subscriptions
  for each row when (old.status <> new.status) execute function private.check_billing_move();

create trigger apply_refund after update of status on public.refunds
  for each row when (old.status <> new.status) execute function private.apply_refund();


create function private.keep_invoice()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- label is generated, and not there yet.
  if old.status <> 'draft' and (
    to_jsonb(new) - '{status, paid_at, pdf_path, pdf_sha256, label}'::text[] is distinct from to_jsonb(old) - '{status, paid_at, pdf_path, pdf_sha256, label}'::text[]
    or (old.pdf_path is not null and (new.pdf_path, new.pdf_sha256) is distinct from (old.pdf_path, old.pdf_sha256))
  ) then
    perform private.refuse_final(old);
  end if;
  return new;
end;
$$;

comment on function private.keep_invoice() is 'Refuses any change of what a final invoice says, and a second file.';

create trigger keep_invoice before update on public.invoices
  for each row execute function private.keep_invoice();


create function private.keep_items()
returns trigger
language plpgsql
security definer -- reads invoices without their policies
set search_path = ''
as $$
declare
  v_invoice public.invoices;
begin
  if tg_op = 'UPDATE' and new.package_id is null and to_jsonb(new) - 'package_id' = to_jsonb(old) - 'package_id' then
    return new; -- the package is gone
  end if;
  select i.* into v_invoice from public.invoices i where i.id = case tg_op when 'DELETE' then old.invoice_id else new.invoice_id end;
  if found then -- else the invoice itself goes
    perform private.refuse_final(v_invoice);
  end if;
  return case tg_op when 'DELETE' then old else new end;
end;
$$;

comment on function private.keep_items() is 'Refuses a change of the lines of a final invoice.';

create trigger keep_items before insert or update or delete on public.invoice_items
  for each row execute function private.keep_items();


create function private.keep_ledger()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse('PT409', 'billing_state', 'The ledger is only added to', 'Add an entry.', jsonb_build_object('table', tg_table_name, 'from', 'entry', 'to', 'changed'));
  return null;
end;
$$;

comment on function private.keep_ledger() is 'Refuses a change of what stands in the ledger.';

create trigger keep_ledger before update on public.credits
  for each row execute function private.keep_ledger();


create function private.keep_sums()
returns trigger
language plpgsql
security definer -- writes what outlasts the client
set search_path = ''
as $$
begin
  insert into public.erased_invoices (coach_id, year, number, kind, currency, total, tax, received, refunded, issued_at, provider_ids)
  select old.coach_id, old.year, old.number, old.kind, old.currency, old.total, old.tax, coalesce(sum(p.amount), 0), coalesce(sum(p.refunded), 0), old.issued_at,
    coalesce(array_agg(p.intent_id) filter (where p.intent_id is not null), '{}')
  from public.profiles c
  left join public.payments p on p.invoice_id = old.id and p.paid_at is not null
  where c.id = old.coach_id -- else the coach's account goes, too
  group by c.id
  on conflict do nothing;
  return old;
end;
$$;

comment on function private.keep_sums() is 'Keeps number and sums of a final invoice that is erased with its client.';

create trigger keep_sums before delete on public.invoices
  for each row when (old.status <> 'draft') execute function private.keep_sums();


create function private.check_package()
returns trigger
language plpgsql
security definer -- reads programmes without their policies
set search_path = ''
as $$
begin
  if (length(btrim(new.name)) between 1 and 120 and new.name ~ '[^[:space:]\u200b-\u200f\u2060\ufeff]' and length(new.description) <= 2000) is not true then
    perform private.refuse('PT422', 'package_name', 'A package needs a name', 'Give 1 to 120 characters, and a description of at most 2000.');
  end if;
  if new.amount between 1 and 99999999 is not true then
    perform private.refuse('PT422', 'package_amount', 'A price is above 0', 'Give amount in whole minor units, from 1 to 99999999.');
  end if;
  perform private.check_currency(new.currency);
  if new.kind is null or (new.kind = 'subscription') <> (num_nonnulls(new.billing_interval, new.interval_count) = 2)
    or (new.kind <> 'subscription' and (num_nonnulls(new.billing_interval, new.interval_count) > 0 or new.trial_days <> 0))
    or (coalesce(new.interval_count, 1) between 1 and 12 and new.trial_days between 0 and 365) is not true
    or (new.billing_interval = 'year' and new.interval_count > 3)
  then
    perform private.refuse('PT422', 'package_interval', 'A subscription, and nothing else, is renewed', 'Give a subscription billing_interval and interval_count (1 to 12, of years 1 to 3), and trial_days of 0 to 365; another package none of them.');
  end if;
  if (coalesce(new.sessions, 1) between 1 and 1000 and coalesce(new.sessions_valid_days, 1) between 1 and 3650 and coalesce(new.access_days, 1) between 1 and 3650) is not true
    or (new.sessions is null and (new.sessions_valid_days is not null or new.kind = 'per_session'))
  then
    perform private.refuse('PT422', 'package_grants', 'This cannot be granted', 'Give sessions of 1 to 1000, and days of 1 to 3650; a package per session has sessions.');
  end if;
  if new.template_id is not null and not exists (select from public.program_templates t where t.id = new.template_id and t.coach_id = new.coach_id) then
    perform private.refuse('PT422', 'package_grants', 'This cannot be granted', 'Give a programme of yours.');
  end if;
  if coalesce(new.places, 1) between 1 and 100000 is not true then
    perform private.refuse('PT422', 'package_places', 'A package has at least one place', 'Give places of 1 to 100000, or null for any number.');
  end if;
  if tg_op = 'UPDATE' then
    new.archived_at := case when new.archived_at is not null then coalesce(old.archived_at, now()) end;
  end if;
  return new;
end;
$$;

comment on function private.check_package() is 'Refuses a package without a name or a price, and a promise that cannot be kept.';

create trigger check_package before insert or update on public.packages
  for each row execute function private.check_package();
create trigger mark_version before update of version on public.packages
  for each row execute function private.mark_version();
create trigger mark_version_missing
  before update of name, description, amount, currency, billing_interval, interval_count, trial_days, sessions, sessions_valid_days, template_id, access_days, places, archived_at on public.packages
  for each row when (new.version = old.version and current_user = 'authenticated') execute function private.refuse_missing_version();
create trigger next_version before update on public.packages
  for each row execute function private.next_version();


create function private.check_discount_code()
returns trigger
language plpgsql
security definer -- reads packages without their policies
set search_path = ''
as $$
begin
  new.code := upper(btrim(new.code));
  if new.code ~ '^[0-9A-ZА-ЯЁ_-]{3,30}$' is not true or num_nonnulls(new.percent_off, new.amount_off) <> 1
    or (new.amount_off is null) <> (new.currency is null) or coalesce(new.percent_off, 1) not between 1 and 99
    or coalesce(new.amount_off, 1) not between 1 and 99999999 or coalesce(new.max_uses, 1) < 1
    or (new.package_id is not null and not exists (select from public.packages k where k.id = new.package_id and k.coach_id = new.coach_id))
  then
    perform private.refuse('PT422', 'discount_code', 'This is no discount code', 'Give a code of 3 to 30 letters and digits, and percent_off (1 to 99) or amount_off with currency; a package of yours.');
  end if;
  if new.currency is not null then
    perform private.check_currency(new.currency);
  end if;
  if tg_op = 'INSERT' and exists (select from public.discount_codes d where d.coach_id = new.coach_id and d.code = new.code) then
    perform private.refuse('PT409', 'discount_code', 'This code is there already', 'Choose another code.');
  end if;
  if tg_op = 'UPDATE' then
    new.archived_at := case when new.archived_at is not null then coalesce(old.archived_at, now()) end;
  end if;
  return new;
end;
$$;

comment on function private.check_discount_code() is 'Refuses a code that is too short or lowers nothing, and stores it in upper case.';

create trigger check_discount_code before insert or update on public.discount_codes
  for each row execute function private.check_discount_code();
create trigger mark_version before update of version on public.discount_codes
  for each row execute function private.mark_version();
create trigger mark_version_missing before update of max_uses, valid_until, archived_at on public.discount_codes
  for each row when (new.version = old.version and current_user = 'authenticated') execute function private.refuse_missing_version();
create trigger next_version before update on public.discount_codes
  for each row execute function private.next_version();


create function private.check_seller()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (
    length(new.name) <= 200 and length(new.address) <= 500 and length(new.tax_id) <= 60 and length(new.note) <= 1000 and new.tax_percent between 0 and 50
    and new.due_days between 0 and 90
  ) is not true then
    perform private.refuse('PT422', 'seller_details', 'These details cannot stand on an invoice', 'Give a name of at most 200 characters, a tax of 0 to 50 percent, and 0 to 90 days to pay.');
  end if;
  return new;
end;
$$;

comment on function private.check_seller() is 'Refuses details that are too long, and a tax or a term out of range.';

create trigger check_seller before insert or update on public.seller_details
  for each row execute function private.check_seller();
create trigger mark_version before update of version on public.seller_details
  for each row execute function private.mark_version();
create trigger mark_version_missing before update of name, address, tax_id, tax_percent, due_days, note on public.seller_details
  for each row when (new.version = old.version and current_user = 'authenticated') execute function private.refuse_missing_version();
create trigger next_version before update on public.seller_details
  for each row execute function private.next_version();


create function private.limit_clients_by_tier()
returns trigger
language plpgsql
security definer -- counts clients without their policies
set search_path = ''
as $$
begin
  if new.coach_id is not null then
    perform from public.profiles p where p.id = new.coach_id for no key update;
    perform private.check_tier_limit(new.coach_id, 'clients', private.tier_usage(new.coach_id, 'clients'));
  end if;
  return null;
end;
$$;

comment on function private.limit_clients_by_tier() is 'Refuses a client beyond what the tier of the coach allows: a new one, and one who comes back from the archive.';

create trigger limit_clients_by_tier after insert on public.clients
  for each row execute function private.limit_clients_by_tier();
create trigger limit_unarchived_by_tier after update of archived_at on public.clients
  for each row when (old.archived_at is not null and new.archived_at is null) execute function private.limit_clients_by_tier();


create function private.limit_seats_by_tier()
returns trigger
language plpgsql
security definer -- counts members without their policies
set search_path = ''
as $$
declare
  v_owner uuid := (
    select m.user_id from public.team_members m where m.team_id = new.team_id and m.role = 'owner' order by m.joined_at, m.user_id limit 1
  );
begin
  perform from public.teams t where t.id = new.team_id for no key update;
  perform private.check_tier_limit(v_owner, 'team_seats', (
    select count(*) from public.team_members m where m.team_id = new.team_id
  ) + case tg_table_name when 'team_invites' then (
    select count(*) from public.team_invites i where i.team_id = new.team_id and i.accepted_at is null and i.expires_at > now()
  ) else 0 end);
  return null;
end;
$$;

comment on function private.limit_seats_by_tier() is 'Refuses a member, or an invite, beyond the seats that the tier of the team''s owner allows.';

create trigger limit_seats_by_tier after insert on public.team_members
  for each row execute function private.limit_seats_by_tier();
create trigger limit_seats_by_tier after insert on public.team_invites
  for each row execute function private.limit_seats_by_tier();
