namespace Balcao.Client.Conversations;

/// <summary>Where the customer-service window stands: free-form replies are allowed for 24 hours after the contact's last message.</summary>
/// <param name="Remaining">Zero when closed.</param>
/// <param name="IsEnding">The last hour.</param>
public readonly record struct ServiceWindow(bool IsOpen, TimeSpan Remaining, bool IsEnding)
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    public static ServiceWindow At(DateTimeOffset? endsAt, DateTimeOffset now) =>
        endsAt > now ? new(true, endsAt.Value - now, endsAt.Value - now <= Soon) : new(false, TimeSpan.Zero, false);
}
