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


create function private.my_feed_page(p_client_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer)
returns json
language plpgsql
stable
security definer -- as above
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
begin
  if not exists (select from public.clients c where c.id = p_client_id and private.my_role(c) is not null) then
    return null;
  end if;
  return (
    select coalesce(json_agg(page), '[]')
    from (
      select l.*, coalesce(read.events, '[]') as events
      from public.logs l
      left join lateral (
        select json_agg(e) as events from public.progress_events e where e.log_id = l.id and e.client_id = l.client_id
      ) read on true
      where l.client_id = p_client_id
        and (l.created_at, l.id) < (coalesce(p_before, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by l.created_at desc, l.id desc
      limit p_limit
    ) page
  );
end;
$$;

comment on function private.my_feed_page(uuid, timestamptz, uuid, integer) is
  'The logs of a client whom the caller coaches or is, newest first, each with its events; null of others. Policies would compare each event with the ids of all clients of the coach.';
grant execute on function private.my_feed_page(uuid, timestamptz, uuid, integer) to authenticated;
