namespace OnsDlq.Resend;

/// <summary>Gives runs and attempts their IDs.</summary>
internal interface IIdSource
{
    /// <summary>An ID that nobody else has and that sorts after the earlier ones.</summary>
    string Next();
}
