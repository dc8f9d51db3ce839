using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Balcao.Platform;

namespace Balcao.Agents;

/// <summary>
/// Slows down who guesses passwords, without locking out whose account it is. Wrong passwords are counted by address and account: after
/// some in a row that address waits, longer with each further one. Many addresses together are slowed by a count of the account. Browsers
/// from which somebody has signed in to the account are counted each for itself (<see cref="KnownBrowsers"/>). Accounts that do not
/// exist are counted alike.
/// <para>
/// From one place one password of an account is tried at a time, so that tries at the same moment are all counted. Counts are in
/// memory: they are each node's own, and a restart forgets them.
/// </para>
/// </summary>
public sealed class SignInTries(KnownBrowsers browsers, Limits limits, TimeProvider time) : IDisposable
{
    /// <summary>Tries from one place for one account that may wait for their turn; more are refused.</summary>
    private const int MostWaiting = 32;

    /// <summary>Pairs of account and place kept in memory, some 200 bytes each.</summary>
    private const int MostKept = 100_000;

    /// <summary>Without a try for this long, a place begins anew.</summary>
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(2);

    private static readonly TimeSpan TurnWait = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<TryKey> _turns = PartitionedRateLimiter.Create<TryKey, TryKey>(key =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = MostWaiting }));

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AccountTries> _accounts = [];
    private int _kept;

    /// <summary>Waits for the place's turn with that account. The turn must be disposed, and told how the try ended.</summary>
    /// <param name="email">As typed, normalized by <see cref="Person.NormalizeEmail"/>.</param>
    public async Task<SignInTurn> BeginAsync(HttpContext http, string email, CancellationToken ct)
    {
        var account = HashOf(email);
        var browser = browsers.Find(http, account);
        var key = new TryKey(account, browser ?? ClientAddress.Of(http), IsKnown: browser is not null);
        var lease = await _turns.AcquireAsync(key, 1, ct);
        if ((lease.IsAcquired ? WaitOf(key) : TurnWait) is not { } wait) return new SignInTurn(entered => Ended(http, key, entered), lease);
        lease.Dispose();
        return new SignInTurn(wait);
    }

    /// <summary>The account has a new password: what was tried before says nothing about it.</summary>
    public void Forget(string email)
    {
        lock (_gate)
            if (_accounts.Remove(HashOf(email), out var account)) _kept -= account.Places.Count;
    }

    /// <summary>How long the place must wait before it may try again; null: not at all.</summary>
    private TimeSpan? WaitOf(TryKey key)
    {
        lock (_gate)
        {
            if (!_accounts.TryGetValue(key.Account, out var account)) return null;
            var now = time.GetUtcNow();
            if (account.Places.GetValueOrDefault(key.Place) is { } place && place.MayTryAt > now) return place.MayTryAt - now;
            return key.IsKnown ? null : account.WaitAt(now, limits.WrongPasswordsPerHour);
        }
    }

    private void Ended(HttpContext http, TryKey key, bool entered)
    {
        if (entered) browsers.Remember(http, key.Account);
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (entered)
            {
                if (_accounts.TryGetValue(key.Account, out var known) && known.Places.Remove(key.Place)) _kept--;
                return;
            }
            if (_kept >= MostKept) MakeRoom(now);
            if (!_accounts.TryGetValue(key.Account, out var account)) _accounts[key.Account] = account = new AccountTries(now);
            if (!account.Places.TryGetValue(key.Place, out var place))
            {
                account.Places[key.Place] = place = new PlaceTries();
                _kept++;
            }
            account.Add(now, limits.WrongPasswordsPerHour);
            place.Wrong = now - place.LastAt > ForgottenAfter ? 1 : place.Wrong + 1;
            place.LastAt = now;
            if (place.Wrong >= limits.WrongPasswords) place.MayTryAt = now + WaitAfter(place.Wrong - limits.WrongPasswords);
        }
    }

    /// <param name="further">Wrong passwords beyond those that cause the first wait.</param>
    private TimeSpan WaitAfter(int further) => TimeSpan.FromSeconds(
        Math.Min(limits.FirstWaitSeconds * Math.Pow(2, Math.Min(further, 30)), limits.LongestWaitSeconds));

    /// <summary>Drops what has no effect any more; if that is not enough, the half that was not used for longest.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        Drop(place => now - place.LastAt > ForgottenAfter);
        if (_kept < MostKept) return;
        var used = _accounts.Values.SelectMany(account => account.Places.Values).Select(place => place.LastAt).Order().ToList();
        var middle = used[used.Count / 2];
        Drop(place => place.LastAt <= middle);
    }

    private void Drop(Func<PlaceTries, bool> isUnneeded)
    {
        foreach (var (email, account) in _accounts)
        {
            foreach (var (place, tries) in account.Places)
                if (isUnneeded(tries)) account.Places.Remove(place);
            if (account.Places.Count == 0) _accounts.Remove(email);
        }
        _kept = _accounts.Values.Sum(account => account.Places.Count);
    }

    /// <summary>Of one length, whatever was typed, and nobody's e-mail.</summary>
    private static string HashOf(string email) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email)));

    public void Dispose() => _turns.Dispose();

    private sealed class PlaceTries
    {
        /// <summary>Wrong passwords in a row.</summary>
        public int Wrong { get; set; }

        public DateTimeOffset LastAt { get; set; }

        public DateTimeOffset MayTryAt { get; set; }
    }

    /// <summary>The account's wrong passwords from everywhere: a bucket that empties evenly within an hour.</summary>
    private sealed class AccountTries(DateTimeOffset since)
    {
        private double _level;
        private DateTimeOffset _at = since;

        /// <summary>By address, or by id of a known browser.</summary>
        public Dictionary<string, PlaceTries> Places { get; } = [];

        public void Add(DateTimeOffset now, int mostPerHour) => (_level, _at) = (LevelAt(now, mostPerHour) + 1, now);

        /// <summary>Until there is room for one more; null: there is.</summary>
        public TimeSpan? WaitAt(DateTimeOffset now, int mostPerHour)
        {
            var wait = TimeSpan.FromHours((LevelAt(now, mostPerHour) + 1 - mostPerHour) / mostPerHour);
            return wait > TimeSpan.Zero ? wait : null;
        }

        private double LevelAt(DateTimeOffset now, int mostPerHour) => Math.Max(0, _level - ((now - _at).TotalHours * mostPerHour));
    }

    /// <param name="Account">A hash of its e-mail.</param>
    /// <param name="Place">An address, or the id of a known browser.</param>
    private readonly record struct TryKey(string Account, string Place, bool IsKnown);
}

/// <summary>One try to sign in; while it lasts, no other try from the same place for the same account begins.</summary>
public sealed class SignInTurn : IDisposable
{
    private readonly Action<bool>? _ended;
    private readonly RateLimitLease? _lease;

    internal SignInTurn(TimeSpan wait) => Wait = wait;

    internal SignInTurn(Action<bool> ended, RateLimitLease lease) => (_ended, _lease) = (ended, lease);

    /// <summary>No password may be tried before this time has passed; null: one may be tried now.</summary>
    public TimeSpan? Wait { get; }

    /// <summary>A password was tried.</summary>
    public void Ended(bool entered) => _ended?.Invoke(entered);

    public void Dispose() => _lease?.Dispose();
}
