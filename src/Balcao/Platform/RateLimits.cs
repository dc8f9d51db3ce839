using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace Balcao.Platform;

/// <summary>
/// How many requests one caller may send, by ASP.NET Core's rate limiter: every signed-in person and API token in general, and each
/// address where secrets could be guessed. WhatsApp's webhooks are signed and not counted.
/// </summary>
public static class RateLimits
{
    /// <summary>For the endpoint that takes e-mail and password.</summary>
    public const string SignIns = "sign-ins";

    /// <summary>For endpoints that take a code or a shared word without a sign-in.</summary>
    public const string Codes = "codes";

    public static IServiceCollection AddRateLimits(this IServiceCollection services, Limits limits) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => CallerOf(context) is { } caller
            ? RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket(TimeSpan.FromSeconds(1), limits.RequestsPerSecond, limits.RequestsBurst))
            : RateLimitPartition.GetNoLimiter(""));
        options.AddPolicy(SignIns, context => RateLimitPartition.GetTokenBucketLimiter(
            ClientAddress.Of(context), _ => PerMinute(limits.SignInsPerMinute, limits.SignInsBurst)));
        // By endpoint, not by path, which may be written in several ways.
        options.AddPolicy(Codes, context => RateLimitPartition.GetTokenBucketLimiter(
            (context.GetEndpoint()?.DisplayName, ClientAddress.Of(context)), _ => PerMinute(limits.CodesPerMinute, limits.CodesBurst)));
        options.OnRejected = async (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
            await LimitRefusals.TooManyRequests.After(context.HttpContext, wait).ExecuteAsync(context.HttpContext);
        };
    });

    private static TokenBucketRateLimiterOptions PerMinute(int count, int burst) => Bucket(TimeSpan.FromMinutes(1) / count, 1, burst);

    private static TokenBucketRateLimiterOptions Bucket(TimeSpan period, int perPeriod, int burst) => new()
    {
        ReplenishmentPeriod = period, TokensPerPeriod = perPeriod, TokenLimit = burst, QueueLimit = 0,
    };

    /// <summary>
    /// The person, or the API token, which is counted apart from the person for whom it acts. Null: nobody is signed in. Tokens are
    /// told apart by their hash, so that no secret is kept.
    /// </summary>
    private static string? CallerOf(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true }) return null;
        return AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) && header.Parameter is { } secret
            ? "token " + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))
            : "person " + context.User.FindFirstValue("sub");
    }
}
