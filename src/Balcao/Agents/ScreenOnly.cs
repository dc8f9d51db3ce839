using Balcao.Platform;

namespace Balcao.Agents;

internal static class ScreenOnly
{
    /// <summary>
    /// Refuses programs: an API token must not be enough for anything that outlives the token or reaches further than it, such as a
    /// password, another token, a role, or the end of somebody's sign-ins.
    /// </summary>
    public static RouteHandlerBuilder OnlyAtScreen(this RouteHandlerBuilder endpoint) => endpoint
        .AddEndpointFilter((context, next) => context.HttpContext.User.Identity?.AuthenticationType is AgentClaims.ByCookie
            ? next(context)
            : ValueTask.FromResult<object?>(AgentRefusals.OnlyAtScreen.ToProblem()))
        .Refuses(AgentRefusals.OnlyAtScreen);
}
