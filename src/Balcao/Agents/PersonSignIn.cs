using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Agents;

/// <summary>
/// A browser in which a person is signed in. Its cookie contains the id; when the row has ended, no copy of the cookie is accepted.
/// It also ends when it has not been used for a time, and at the latest after <see cref="Longest"/>.
/// </summary>
public sealed class PersonSignIn : IReadByItsTenant
{
    /// <summary>Without a request for this long, a sign-in ends.</summary>
    public static readonly TimeSpan WorkingDay = TimeSpan.FromHours(12);

    /// <summary>The same for a person who asked to stay signed in.</summary>
    public static readonly TimeSpan Staying = TimeSpan.FromDays(14);

    /// <summary>However much it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The precision of <see cref="LastSeenAt"/>: not every read must cause a write.</summary>
    public static readonly TimeSpan SeenKnownTo = TimeSpan.FromMinutes(5);

    public required SignInId Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The person's; null for an operator.</summary>
    public TenantId? TenantId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The cookie is kept when the browser is closed.</summary>
    public bool Stays { get; init; }

    /// <summary>See <see cref="Platform.ShortAddress"/>.</summary>
    public string? Address { get; init; }

    /// <summary>See <see cref="DeviceName"/>.</summary>
    public string? Device { get; init; }

    public SignInItem ToItem(SignInId? current) => new(Id, CreatedAt, LastSeenAt, Address, Device, Stays, Id == current);
}

public static class PersonSignInQueries
{
    extension(IQueryable<PersonSignIn> all)
    {
        /// <summary>Those that have not ended, neither by hand nor by time.</summary>
        public IQueryable<PersonSignIn> Alive(DateTimeOffset now)
        {
            var (working, staying, first) = (now - PersonSignIn.WorkingDay, now - PersonSignIn.Staying, now - PersonSignIn.Longest);
            return all.Where(s => s.EndedAt == null && s.CreatedAt > first && (s.LastSeenAt > working || (s.Stays && s.LastSeenAt > staying)));
        }
    }
}
