namespace Balcao.Client.Chats;

public enum Urgency { Calm, Late, VeryLate }

/// <summary>After which waiting time the list marks a customer as late.</summary>
public static class Waiting
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan VeryLateAfter = TimeSpan.FromMinutes(15);

    public static Urgency UrgencyOf(TimeSpan waited) =>
        waited >= VeryLateAfter ? Urgency.VeryLate : waited >= LateAfter ? Urgency.Late : Urgency.Calm;
}
