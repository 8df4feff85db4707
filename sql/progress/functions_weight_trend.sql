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
language sql
immutable
set search_path = ''
as $$
  -- Unrolled, the recursion is a sum: what a weigh-in has brought in halves with every seven days.
  select
    w.day,
    round((sum(w.kilograms * w.share * 2 ^ w.half_lives) over (order by w.day) / 2 ^ w.half_lives)::numeric, 3)
  from (
    select
      d.day, d.kilograms::double precision as kilograms, (d.day - p_days[1]) / 7.0::double precision as half_lives,
      coalesce(1 - 0.5 ^ ((d.day - lag(d.day) over (order by d.day)) / 7.0::double precision), 1) as share
    from unnest(p_days, p_kilograms) as d(day, kilograms)
  ) w
$$;

comment on function private.weight_trend(date[], numeric[]) is
  'The exponentially weighted moving average of weights, with a half-life of 7 days, on the days of the weigh-ins (ascending).';
grant execute on function private.weight_trend(date[], numeric[]) to authenticated;
