namespace OnsDlq.Tests.Composing;

/// <summary>A contract that a sample command keeps.</summary>
public interface ISample
{
    /// <summary>When it ends.</summary>
    DateTimeOffset? Until { get; }
}
