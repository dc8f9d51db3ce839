using Balcao.Platform;
using Microsoft.AspNetCore.Builder;

namespace Balcao.Tests.World;

/// <summary>
/// Behind a proxy on this machine that is trusted, so that a test may come from any address: <see cref="From"/>.
/// </summary>
public class ProxiedApp : BalcaoApp
{
    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Balcao:TrustedProxies:0"] = "127.0.0.0/8";

    /// <summary>Our own page before anybody signed in, at that address.</summary>
    public HttpClient From(string address)
    {
        var client = Anyone();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }
}

/// <summary>A small count of everything; what is used up comes back so slowly that no test sees it.</summary>
public sealed class LimitedApp : ProxiedApp
{
    public const int SignIns = 5, Codes = 2, Requests = 20, Connections = 2, StoredMegabytes = 1;

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        foreach (var (name, value) in ((string, int)[])
            [
                (nameof(Limits.SignInsPerMinute), 1), (nameof(Limits.SignInsBurst), SignIns), (nameof(Limits.CodesPerMinute), 1), (nameof(Limits.CodesBurst), Codes),
                (nameof(Limits.RequestsPerSecond), 1), (nameof(Limits.RequestsBurst), Requests),
                (nameof(Limits.ConnectionsPerPerson), Connections), (nameof(Limits.StoredMegabytes), StoredMegabytes),
            ])
            builder.Configuration[$"Balcao:Limits:{name}"] = value.ToString(null, null);
    }
}

/// <summary>People come by https, through a proxy that terminates TLS.</summary>
public sealed class HttpsApp : BalcaoApp
{
    public const string Origin = "https://balcao.example";

    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Balcao:PublicUrl"] = Origin;
}
