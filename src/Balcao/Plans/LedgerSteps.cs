namespace Balcao.Plans;

/// <summary>The lines after the first charge: reversed if the send finally fails, charged again if it is delivered after that.</summary>
public static class LedgerSteps
{
    /// <summary>The reversal of the newest line, or null if it is a reversal already.</summary>
    /// <param name="lines">All lines of one message and charge type, in any order.</param>
    public static UsageEntry? Reverse(IReadOnlyCollection<UsageEntry> lines, DateTimeOffset now, DateTimeOffset whatsAppAt) =>
        Newest(lines) is { IsCharge: true } newest ? newest.Next(now, whatsAppAt) : null;

    /// <summary>The charge after a reversal, or null if the newest line is a charge already.</summary>
    /// <inheritdoc cref="Reverse"/>
    public static UsageEntry? ChargeAgain(IReadOnlyCollection<UsageEntry> lines, DateTimeOffset now, DateTimeOffset whatsAppAt) =>
        Newest(lines) is { IsCharge: false } newest ? newest.Next(now, whatsAppAt) : null;

    private static UsageEntry? Newest(IReadOnlyCollection<UsageEntry> lines) => lines.MaxBy(line => line.Step);
}
