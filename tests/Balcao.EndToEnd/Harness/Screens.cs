using Microsoft.Playwright;

namespace Balcao.EndToEnd.Harness;

/// <summary>Elements and actions of the screens, for use in journeys.</summary>
static class Screens
{
    extension(IPage page)
    {
        /// <summary>A customer's row in the agent's list.</summary>
        public ILocator Row(string customer) =>
            page.GetByRole(AriaRole.Navigation, new() { Name = "Atendimentos" }).GetByRole(AriaRole.Link).Filter(new() { HasText = customer });

        public ILocator Thread => page.GetByRole(AriaRole.Region, new() { Name = "Conversa", Exact = true });

        /// <summary>The thread's messages that contain this text.</summary>
        public ILocator Said(string text) => page.Thread.Locator("[data-message]").Filter(new() { HasText = text });

        public ILocator MessageBox => page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Mensagem para ") });

        /// <summary>A tool of the composer, by its name.</summary>
        public ILocator Tool(string name) => page.Thread.Locator(".bar").GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

        /// <summary>A customer's phone on the simulator's page, once the page hears what is pressed.</summary>
        public Phone PhoneOf(string customer) => new(page.Locator("main[aria-busy=false]").GetByRole(AriaRole.Region, new() { Name = $"Telefone de {customer}", Exact = true }));

        public Task SendAsync(string text) => page.MessageBox.SendAsync(text);

        public Task TakeAsync() => page.Thread.GetByRole(AriaRole.Button, new() { Name = "Atender", Exact = true }).First.ClickAsync();

        /// <summary>Chooses from the menu beside the chat's buttons.</summary>
        public async Task ChooseInChatMenuAsync(string name)
        {
            await page.Thread.GetByRole(AriaRole.Button, new() { Name = "Mais ações do atendimento" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = name }).ClickAsync();
        }

        /// <summary>Chooses a person in the open dialog, and confirms.</summary>
        public async Task ChooseInDialogAsync(string option, string button)
        {
            var dialog = page.GetByRole(AriaRole.Dialog);
            await dialog.GetByRole(AriaRole.Combobox).SelectOptionAsync(option);
            await dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await Assertions.Expect(dialog).ToHaveCountAsync(0);
        }

        public async Task SignInAsync(string email, string password)
        {
            await page.GetByLabel("E-mail").FillAsync(email);
            await page.GetByLabel("Senha", new() { Exact = true }).FillAsync(password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Entrar", Exact = true }).ClickAsync();
        }

        public async Task ChoosePasswordAsync(string password)
        {
            await page.GetByLabel("Nova senha").FillAsync(password);
            await page.GetByLabel("Repita a senha").FillAsync(password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Salvar senha" }).ClickAsync();
        }

        /// <summary>
        /// Goes to another page as a link does, without loading the client again, which takes most of a journey's time.
        /// </summary>
        public async Task MoveToAsync(Uri address)
        {
            await page.EvaluateAsync("address => Blazor.navigateTo(address)", address.ToString());
            await page.WaitForURLAsync(address.ToString());
        }

        /// <summary>Saves screenshots for review in <c>TestResults/pictures</c>: light and dark, desktop and phone.</summary>
        public async Task ShowAsync(string name)
        {
            foreach (var (scheme, width) in ((ColorScheme, int)[])[(ColorScheme.Dark, 360), (ColorScheme.Dark, 1280), (ColorScheme.Light, 360), (ColorScheme.Light, 1280)])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.SetViewportSizeAsync(width, 800);
                await page.ScreenshotAsync(new() { Path = Path.Combine(TestResults.Folder, "pictures", $"{name}-{width}-{scheme}.png".ToLowerInvariant()) });
            }
            await page.SetViewportSizeAsync(1366, 768);
        }

        /// <summary>By how many pixels the page is wider than the screen.</summary>
        public Task<int> WidthBeyondScreenAsync() => page.EvaluateAsync<int>("document.scrollingElement.scrollWidth - innerWidth");
    }

    extension(ILocator box)
    {
        public async Task SendAsync(string text)
        {
            await box.FillAsync(text);
            await box.PressAsync("Enter");
        }
    }
}

/// <summary>A customer's phone.</summary>
sealed class Phone(ILocator at)
{
    public ILocator Messages => at.GetByRole(AriaRole.Article);

    public ILocator Said(string text) => Messages.Filter(new() { HasText = text });

    /// <summary>Opens the conversation on the phone, which marks its messages as read, or closes it.</summary>
    public async Task ShowConversationAsync(bool isOpen)
    {
        var toggle = at.GetByRole(AriaRole.Button, new() { Name = "Conversa aberta" });
        if (await toggle.GetAttributeAsync("aria-pressed") != (isOpen ? "true" : "false")) await toggle.ClickAsync();
        await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-pressed", isOpen ? "true" : "false");
    }

    /// <summary>Shows the conversation with another number of the business.</summary>
    public Task ChooseNumberAsync(string phoneNumberId) => at.GetByRole(AriaRole.Combobox, new() { Name = "Número da empresa" }).SelectOptionAsync(phoneNumberId);

    public Task WriteAsync(string text) => at.GetByRole(AriaRole.Textbox, new() { Name = "Mensagem" }).SendAsync(text);

    /// <summary>Sends the phone's sample voice note.</summary>
    public Task SendVoiceAsync() => at.GetByRole(AriaRole.Button, new() { Name = "Enviar áudio de exemplo" }).ClickAsync();

    public async Task SendPictureAsync(string file)
    {
        await at.GetByRole(AriaRole.Button, new() { Name = "Anexar" }).ClickAsync();
        await at.GetByLabel("Foto…").SetInputFilesAsync(file);
    }
}
