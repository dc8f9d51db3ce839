using System.Globalization;
using Balcao.Client;
using Balcao.Client.Agents;
using Balcao.Client.Conversations;
using Balcao.Client.Realtime;
using Balcao.Client.Shell;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor;
using MudBlazor.Services;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");

var services = builder.Services;
services.AddLocalization();
services.AddSingleton(TimeProvider.System);
services.AddMudServices(mud =>
{
    mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
    mud.SnackbarConfiguration.VisibleStateDuration = 6000;
    mud.SnackbarConfiguration.ShowTransitionDuration = 120;
    mud.SnackbarConfiguration.HideTransitionDuration = 120;
    mud.SnackbarConfiguration.PreventDuplicates = true;
});
services.AddTransient<MudLocalizer, MudTexts>();
services.AddAuthorizationCore(CurrentPerson.AddPolicies);
services.AddCascadingAuthenticationState();

// A browser application has only one scope, so every service is a singleton.
services.AddSingleton<CurrentPerson>();
services.AddSingleton<AuthenticationStateProvider>(given => given.GetRequiredService<CurrentPerson>());
services.AddSingleton(given => new BalcaoApi(new HttpClient(
    new ApiRequestHandler(() => given.GetRequiredService<CurrentPerson>().Forget()) { InnerHandler = new HttpClientHandler() })
{
    BaseAddress = new Uri(builder.HostEnvironment.BaseAddress),
}));
services.AddSingleton<IBrowserStorage, LocalStorage>();
services.AddSingleton<Preferences>();
services.AddSingleton<Formats>();
services.AddSingleton<Ticker>();
services.AddSingleton<ShellBridge>();
services.AddSingleton<ChatStore>();
services.AddSingleton<FeedReader>();
services.AddSingleton<FeedConnection>();
services.AddSingleton<Drafts>();
services.AddSingleton<UnsentMessages>();
services.AddSingleton<StoredWorkMerges>();

var host = builder.Build();
var language = CultureInfo.GetCultureInfo(
    host.Services.GetRequiredService<Preferences>().StartLanguage(CultureInfo.CurrentCulture.Name));
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = language;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = language;
await host.RunAsync();
