using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Balcao.Agents;

public static class AgentsModule
{
    /// <summary>PBKDF2 with HMAC-SHA-512 (OWASP, Password Storage Cheat Sheet, 2025).</summary>
    private const int PasswordIterations = 210_000;

    public static IServiceCollection AddAgents(this IServiceCollection services)
    {
        const string either = "balcao";
        services.AddAuthentication(either)
            // A request with a token never falls back to a cookie sent with it.
            .AddPolicyScheme(either, null, options => options.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.Count > 0 ? AgentClaims.ByToken : AgentClaims.ByCookie)
            .AddCookieSignIn()
            .AddScheme<AuthenticationSchemeOptions, TokenSignIn>(AgentClaims.ByToken, null);
        services.AddAuthorization(options =>
        {
            foreach (var permission in (string[])[Permission.Read, Permission.ServeChats, Permission.Administer, Permission.Operate])
                options.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireClaim(AgentClaims.Permission, permission));
        });
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordIterations);
        services.TryAddSingleton<IPasswordHasher<Person>, PasswordHasher<Person>>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordWork>();
        services.AddSingleton<KnownBrowsers>();
        services.AddSingleton<SignInTries>();
        services.AddSingleton<PasswordLinks>();
        services.AddScoped<Access>();
        services.AddScoped<SignIns>();
        services.AddPeriodic<SignInRetention>(every: TimeSpan.FromDays(1), lease: "sign-in-retention");
        services.AddSingleton<AttendanceBell>();
        return services;
    }

    public static IEndpointRouteBuilder MapAgents(this IEndpointRouteBuilder routes)
    {
        SignIn.Map(routes);
        SignOut.Map(routes);
        ListSignIns.Map(routes);
        EndSignIn.Map(routes);
        ChoosePassword.Map(routes);
        ChangePassword.Map(routes);
        SetAvailability.Map(routes);
        ListAgents.Map(routes);
        CreateAgent.Map(routes);
        ChangeAgent.Map(routes);
        MakePasswordLink.Map(routes);
        ListSignInsOfAgent.Map(routes);
        EndSignInsOfAgent.Map(routes);
        ListApiTokens.Map(routes);
        CreateApiToken.Map(routes);
        RevokeApiToken.Map(routes);
        ListAudit.Map(routes);
        ListAuditOfOperators.Map(routes);
        return routes;
    }
}
