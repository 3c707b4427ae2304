namespace OnsDlq.Sandbox.Faults;

/// <summary>
/// The posted rules and their counters. A call gets at most one fault: if several rules match, that of the rule posted first. Thread-safe.
/// </summary>
internal sealed class FaultBook : IFaultSource
{
    private readonly object _gate = new();
    private readonly List<CountingRule> _rules = [];

    /// <summary>The number of rules, including those that are used up.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rules.Count;
            }
        }
    }

    /// <summary>Adds rules after the existing ones; each counts from now on.</summary>
    public void Add(IEnumerable<FaultRule> rules)
    {
        lock (_gate)
        {
            _rules.AddRange(rules.Select(rule => new CountingRule(rule)));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    /// <inheritdoc/>
    public FaultDirective? Next(string action, string? msgId)
    {
        lock (_gate)
        {
            FaultDirective? met = null;
            foreach (var counting in _rules)
            {
                // Every rule counts every matching call, even if an earlier rule gives the fault.
                if (counting.Rule.Fits(action, msgId) && counting.IsDue() && met is null)
                {
                    counting.Met++;
                    met = counting.Rule.Directive;
                }
            }

            return met;
        }
    }

    private sealed class CountingRule(FaultRule rule)
    {
        private readonly Random? _chance = rule.Probability is null ? null : new Random(rule.Seed);
        private int _seen;

        public FaultRule Rule { get; } = rule;

        public int Met { get; set; }

        public bool IsDue()
        {
            _seen++;
            var lucky = _chance is null || _chance.NextDouble() < Rule.Probability;
            return lucky && _seen >= (Rule.Nth ?? 1) && (Rule.Times is null || Met < Rule.Times);
        }
    }
}
