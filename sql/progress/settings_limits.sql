-- progress: what no person can confirm, because no body does it. Idempotent: applied again whenever it changes.

update public.metric_limits l
set hard_low = h.hard_low, hard_high = h.hard_high
from (values
  ('weight_kg',     20,    400),
  ('calories_day',   0,  20000),
  ('calories_meal',  0,  10000),
  ('protein_g',      0,   1000),
  ('carbs_g',        0,   3000),
  ('fat_g',          0,   1000),
  ('steps',          0, 200000),
  ('sleep_hours',    0,     24),
  ('workout_min',    0,   1440)
) as h(metric, hard_low, hard_high)
where h.metric = l.metric;
