-- progress: the facts for people, about their own clients or themselves. One check replaces the policies of all tables
-- that are read.

create function private.my_periods(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_ids uuid[], first_days date[], last_days date[])
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan -- planning takes longer than most calls
as $$
begin
  return query
  select coalesce(array_agg(p.client_id), '{}'), coalesce(array_agg(p.first_day), '{}'), coalesce(array_agg(p.last_day), '{}')
  from unnest(p_client_ids, p_from, p_to) as p(client_id, first_day, last_day)
  join public.clients c on c.id = p.client_id
  where private.my_role(c) is not null;
end;
$$;

comment on function private.my_periods(uuid[], date[], date[]) is
  'Of the periods, those of clients whom the caller coaches or is. Called by the two functions below only.';


create function private.my_daily_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns setof private.day_facts
language plpgsql
stable
security definer -- reads the tables without their policies, which my_periods replaces
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select d.*
  from private.my_periods(p_client_ids, p_from, p_to) p
  cross join lateral private.daily_facts(p.client_ids, p.first_days, p.last_days) d;
end;
$$;

comment on function private.my_daily_facts(uuid[], date[], date[]) is 'private.daily_facts of those of the clients whom the caller coaches or is; of others no row.';
grant execute on function private.my_daily_facts(uuid[], date[], date[]) to authenticated;


create function private.my_period_facts(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, facts jsonb, last_day_with_data date)
language plpgsql
stable
security definer -- as above
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select f.*
  from private.my_periods(p_client_ids, p_from, p_to) p
  cross join lateral private.period_facts(p.client_ids, p.first_days, p.last_days) f;
end;
$$;

comment on function private.my_period_facts(uuid[], date[], date[]) is 'private.period_facts of those of the clients whom the caller coaches or is; of others no row.';
grant execute on function private.my_period_facts(uuid[], date[], date[]) to authenticated;
