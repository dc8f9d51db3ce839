using System.Security.Claims;
using Balcao.Client.Shell;
using Microsoft.AspNetCore.Components.Authorization;

namespace Balcao.Client.Agents;

/// <summary>
/// The signed-in person, as the server reports: read at startup, after sign-in, and when access changes. All tabs of the browser share
/// the sign-in. A tab to which the server reports another person, or nobody, writes this to the storage, and the other tabs ask too.
/// </summary>
public sealed class CurrentPerson : AuthenticationStateProvider
{
    private const string StorageKey = "balcao.person";
    private const string PermissionClaim = "permission";

    private readonly BalcaoApi _api;
    private readonly IBrowserStorage _storage;
    private Task<AuthenticationState>? _state;

    public CurrentPerson(BalcaoApi api, IBrowserStorage storage)
    {
        (_api, _storage) = (api, storage);
        storage.ChangedElsewhere += OnChangedElsewhere;
    }

    /// <summary>The sign-in has ended: the layout navigates to the sign-in page.</summary>
    public event Action? SignedOut;

    public event Action? Changed;

    public Me? Me { get; private set; }

    public bool SeesAllChats => Me is { } me && (me.Role == Role.Administrator || me.Groups.Any(g => g.IsAdministrator));

    public bool Has(string permission) => Me?.Permissions.Contains(permission) is true;

    public bool Is(AgentName? agent) => agent is not null && agent.Id == Me?.AgentId;

    /// <summary>Adds one policy per permission, with the name of the permission.</summary>
    public static void AddPolicies(Microsoft.AspNetCore.Authorization.AuthorizationOptions options)
    {
        foreach (var permission in (string[])[.. Permission.OfTenants, Permission.Operate])
            options.AddPolicy(permission, policy => policy.RequireClaim(PermissionClaim, permission));
    }

    public override Task<AuthenticationState> GetAuthenticationStateAsync() => _state ??= ReadFirstAsync();

    /// <summary>Returns whether the person is still signed in. If the server cannot be reached, nothing changes.</summary>
    public async Task<bool> RefreshAsync(CancellationToken ct = default)
    {
        var state = await ReadAsync(ct);
        _state = Task.FromResult(state);
        NotifyAuthenticationStateChanged(_state);
        Changed?.Invoke();
        return Me is not null;
    }

    public async Task SignOutAsync()
    {
        await _api.SignOutAsync();
        Forget();
    }

    /// <summary>The server answered 401.</summary>
    public void Forget()
    {
        if (_state is { IsCompleted: false }) return;
        Me = null;
        TellOtherTabs();
        _state = Task.FromResult(Nobody);
        NotifyAuthenticationStateChanged(_state);
        Changed?.Invoke();
        SignedOut?.Invoke();
    }

    public void ShowAvailability(bool isAvailable)
    {
        if (Me is null || Me.IsAvailable == isAvailable) return;
        Me = Me with { IsAvailable = isAvailable };
        Changed?.Invoke();
    }

    private async Task<AuthenticationState> ReadFirstAsync()
    {
        var state = await ReadAsync(default);
        Changed?.Invoke();
        return state;
    }

    private async Task<AuthenticationState> ReadAsync(CancellationToken ct)
    {
        try
        {
            Me = await _api.GetMeAsync(ct);
            TellOtherTabs();
        }
        catch (ProblemException refused) when (refused.Problem.Status == 401)
        {
            Me = null;
            TellOtherTabs();
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or ProblemException)
        {
            // Keep the current person.
        }
        return Me is null ? Nobody : StateOf(Me);
    }

    private void TellOtherTabs()
    {
        var person = Me?.PersonId.ToString();
        if (_storage.Get(StorageKey) != person) _storage.Set(StorageKey, person);
    }

    private void OnChangedElsewhere(string? key)
    {
        if (key is null or StorageKey) _ = RefreshAsync();
    }

    private static AuthenticationState Nobody => new(new ClaimsPrincipal(new ClaimsIdentity()));

    private static AuthenticationState StateOf(Me me) => new(new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, me.Name), .. me.Permissions.Select(p => new Claim(PermissionClaim, p))], "balcao")));
}
