namespace OnsDlq.Sandbox.Faults;

/// <summary>
/// The rules posted and how far each has counted. One call meets one fault: of several rules that would, the one posted first.
/// Safe for callers at once.
/// </summary>
internal sealed class FaultBook : IFaultSource
{
    private readonly object _gate = new();
    private readonly List<CountingRule> _rules = [];

    /// <summary>How many rules there are, those included that have met all their calls.</summary>
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

    /// <summary>Adds rules behind those that are there; each counts from now on.</summary>
    public void Add(IEnumerable<FaultRule> rules)
    {
        lock (_gate)
        {
            _rules.AddRange(rules.Select(rule => new CountingRule(rule)));
        }
    }

    /// <summary>Removes all rules.</summary>
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
                // Every rule counts every call that fits it, whether or not an earlier rule has taken the call.
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
