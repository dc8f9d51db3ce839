using Balcao.Client.Conversations;
using Balcao.Client.Realtime;
using Balcao.Client.Shell;
using Balcao.Contract;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Balcao.Client.Tests.World;

/// <summary>Renders components with the services of a <see cref="Desk"/>, in Portuguese, without a browser.</summary>
public sealed class Screen : BunitContext
{
    private Screen(Desk desk)
    {
        Desk = desk;
        JSInterop.Mode = JSRuntimeMode.Loose;
        // The composer asks its module for the listeners; what they do is the browser's part.
        ComposerModule = JSInterop.SetupModule("./js/composer.js");
        ComposerModule.Mode = JSRuntimeMode.Loose;
        ComposerModule.Setup<bool>("focusEnd", _ => true).SetResult(true);
        JSInterop.SetupModule("./js/thread.js").Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule("./js/suggestions.js").Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule("./js/shell.js").Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddMudServices();
        Services.AddTransient<MudLocalizer, MudTexts>();
        Services.AddSingleton<TimeProvider>(desk.Time);
        Services.AddSingleton(desk.Server.Api());
        Services.AddSingleton<IBrowserStorage>(desk.Storage);
        Services.AddSingleton(desk.Store);
        Services.AddSingleton(desk.Person);
        Services.AddSingleton(desk.Drafts);
        Services.AddSingleton(desk.UnsentMessages);
        Services.AddSingleton<StoredWorkMerges>();
        Services.AddSingleton<Preferences>();
        Services.AddSingleton<Formats>();
        Services.AddSingleton<Ticker>();
        Services.AddSingleton<ShellBridge>();
    }

    public Desk Desk { get; }

    public BunitJSModuleInterop ComposerModule { get; }

    public static async Task<Screen> OpenAsync(Me? me = null) => new(await Desk.OpenAsync(me));

    /// <summary>Reads the chat's conversation from the server and opens it as the panel does.</summary>
    public async Task<ConversationThread> OpenThreadAsync(ChatItem chat)
    {
        var api = Desk.Server.Api();
        using var reader = new FeedReader(api, Desk.Store);
        await reader.LoadAsync(default);
        var thread = new ConversationThread(await api.GetConversationAsync(chat.ConversationId), await api.ListMessagesAsync(chat.ConversationId));
        Desk.Store.Open(thread);
        return thread;
    }
}
