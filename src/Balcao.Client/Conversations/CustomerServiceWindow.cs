namespace Balcao.Client.Conversations;

/// <summary>
/// The state of the customer service window: free text is allowed for 24 hours after the contact's last message.
/// </summary>
/// <param name="Remaining">Zero when closed.</param>
/// <param name="IsEnding">True in the last hour.</param>
public readonly record struct CustomerServiceWindow(bool IsOpen, TimeSpan Remaining, bool IsEnding)
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    public static CustomerServiceWindow At(DateTimeOffset? endsAt, DateTimeOffset now) =>
        endsAt > now ? new(true, endsAt.Value - now, endsAt.Value - now <= Soon) : new(false, TimeSpan.Zero, false);
}
