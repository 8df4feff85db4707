-- billing: tells the screens what has changed, see private.announce.

create function private.announce_sales()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce(tg_table_name, array(select distinct c.client_id from changed c where c.client_id is not null));
  return null;
end;
$$;

comment on function private.announce_sales() is 'Announces changed sales of clients by the name of the table.';

create trigger announce_added after insert on public.payments
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_changed after update on public.payments
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_added after insert on public.invoices
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_changed after update on public.invoices
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_added after insert on public.client_subscriptions
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_changed after update on public.client_subscriptions
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_added after insert on public.credits
  referencing new table as changed for each statement execute function private.announce_sales();


create function private.announce_packages()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('packages', array(select c.coach_id from changed c));
  return null;
end;
$$;

comment on function private.announce_packages() is 'Announces changed packages to their coach.';

create trigger announce_added after insert on public.packages
  referencing new table as changed for each statement execute function private.announce_packages();
create trigger announce_changed after update on public.packages
  referencing new table as changed for each statement execute function private.announce_packages();


create function private.announce_tiers()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('subscriptions', array(select c.account_id from changed c));
  return null;
end;
$$;

comment on function private.announce_tiers() is 'Announces a changed tier to its coach.';

create trigger announce_added after insert on public.subscriptions
  referencing new table as changed for each statement execute function private.announce_tiers();
create trigger announce_changed after update on public.subscriptions
  referencing new table as changed for each statement execute function private.announce_tiers();
