-- progress: the trend of a weight, an exponentially weighted moving average.
--
-- A single weigh-in moves by a kilogram with water and food; the trend shows where the weight goes. It is the smoothing of
-- John Walker's "The Hacker's Diet" (1991, chapter "Signal and Noise"), which takes a tenth of the difference a day, a
-- half-life of 6.6 days; here the half-life is 7 days. Days without a weigh-in count as time that has passed, as in
-- Eckner's "Algorithms for unevenly spaced time series" (2012):
--
--   trend(1) = weight(1)
--   trend(n) = trend(n-1) + (1 - 0.5 ^ (days since the last weigh-in / 7)) * (weight(n) - trend(n-1))

create function private.weight_trend(p_days date[], p_kilograms numeric[])
returns table (day date, kilograms numeric)
language plpgsql -- keeps its plan between calls; a function in SQL does not
immutable
set search_path = ''
as $$
#variable_conflict use_column
begin
  -- Unrolled, the recursion is a sum: what a weigh-in has brought in halves with every seven days.
  return query
  select
    w.day,
    round((sum(w.kilograms * w.share * 2 ^ w.half_lives) over (order by w.day) / 2 ^ w.half_lives)::numeric, 3)
  from (
    select
      d.day, d.kilograms::double precision as kilograms, (d.day - p_days[1]) / 7.0::double precision as half_lives,
      coalesce(1 - 0.5 ^ ((d.day - lag(d.day) over (order by d.day)) / 7.0::double precision), 1) as share
    from unnest(p_days, p_kilograms) as d(day, kilograms)
  ) w;
end;
$$;

comment on function private.weight_trend(date[], numeric[]) is
  'The exponentially weighted moving average of weights, with a half-life of 7 days, on the days of the weigh-ins (ascending).';


create function private.my_weight_trend(p_client_id uuid, p_from date, p_to date)
returns table (day date, kilograms numeric)
language plpgsql
stable
security definer -- reads the weights without their policies: it asks whose they are, once
set search_path = ''
set plan_cache_mode = force_generic_plan -- planning takes longer than most calls
as $$
declare
  v_before constant integer := 182; -- days before the period: 26 half-lives, after which no gram is left
begin
  return query
  select trend.day, trend.kilograms
  from public.clients c
  cross join lateral (
    select array_agg(w.day order by w.day) as days, array_agg(w.kilograms order by w.day) as kilograms
    from private.weigh_ins w
    where w.client_id = c.id and w.day between p_from - v_before and p_to
  ) weighed
  cross join lateral private.weight_trend(weighed.days, weighed.kilograms) trend
  where c.id = p_client_id and private.my_role(c) is not null and trend.day >= p_from;
end;
$$;

comment on function private.my_weight_trend(uuid, date, date) is
  'The trend of the weights of a client whom the caller coaches or is, on the days of weigh-ins within a period; of others no row.';
grant execute on function private.my_weight_trend(uuid, date, date) to authenticated;
